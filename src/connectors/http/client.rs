//! Builds the client once: TLS, time-outs, no redirects, no proxies from the environment. Not before the first call: each
//! reads all certificates of the system, several hundred files, and a server that calls nobody needs none.

use super::{call::Reach, gate::Gate, resolver::GuardedResolver, settings::HttpSettings};
use crate::{
    base::{clock::SharedClock, random::Random},
    connectors::error::ConnectorError,
};
use reqwest::{Client, ClientBuilder, redirect::Policy};
use std::sync::{Arc, OnceLock};

/// Makes all calls to providers; cheap to clone.
#[derive(Clone)]
pub struct HttpClient(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) settings: HttpSettings,
    /// For addresses the instance chose.
    open: OnceLock<Client>,
    /// For addresses tenants chose.
    guarded: OnceLock<Client>,
    pub(super) gate: Arc<dyn Gate>,
    pub(super) random: Random,
    pub(super) clock: SharedClock,
}

impl HttpClient {
    /// Calls nobody yet.
    #[must_use]
    pub fn new(settings: HttpSettings, gate: Arc<dyn Gate>, random: Random, clock: SharedClock) -> Self {
        let (open, guarded) = Default::default();
        Self(Arc::new(Inner { settings, open, guarded, gate, random, clock }))
    }

    /// What calls such addresses.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine; tried again with the next call.
    pub(super) fn reaching(&self, whom: Reach) -> Result<&Client, ConnectorError> {
        let Inner { settings, open, guarded, .. } = &*self.0;
        let is_guarded = whom == Reach::Tenant && !settings.allow_private_addresses;
        let place = if is_guarded { guarded } else { open };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let made = match is_guarded {
            true => build(builder(settings).dns_resolver(Arc::new(GuardedResolver))),
            false => build(builder(settings)),
        };
        let made = made?;
        Ok(place.get_or_init(|| made))
    }

    /// The clock the client was built with.
    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.0.clock
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that builds a client")]
fn builder(settings: &HttpSettings) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("leadwire/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .redirect(Policy::none())
        // A proxy would do the connecting, past the guard of addresses.
        .no_proxy()
        .gzip(true)
}

/// A client for what the instance itself sends, outside every account: traces.
pub(super) fn plain(settings: &HttpSettings) -> Result<Client, ConnectorError> {
    build(builder(settings))
}

fn build(builder: ClientBuilder) -> Result<Client, ConnectorError> {
    // Err: somebody installed it before, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let failed = |_| ConnectorError::Unreachable {
        reason: "the HTTP client could not be set up: TLS".to_owned(),
        outcome_unknown: false,
    };
    builder.build().map_err(failed)
}
