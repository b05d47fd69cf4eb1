//! Builds the client once: TLS, time-outs, no redirects, no proxies from the environment.

use super::{gate::Gate, resolver::GuardedResolver, settings::HttpSettings};
use crate::{
    base::{clock::SharedClock, random::Random},
    connectors::error::ConnectorError,
};
use reqwest::{Client, ClientBuilder, redirect::Policy};
use std::sync::Arc;

/// Makes all calls to providers; cheap to clone.
#[derive(Clone)]
pub struct HttpClient(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) settings: HttpSettings,
    /// For addresses the instance chose.
    pub(super) open: Client,
    /// For addresses tenants chose.
    pub(super) guarded: Client,
    pub(super) gate: Arc<dyn Gate>,
    pub(super) random: Random,
    pub(super) clock: SharedClock,
}

impl HttpClient {
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new(
        settings: HttpSettings,
        gate: Arc<dyn Gate>,
        random: Random,
        clock: SharedClock,
    ) -> Result<Self, ConnectorError> {
        // Err: somebody installed it before, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let open = build(builder(&settings))?;
        let guarded = if settings.allow_private_addresses {
            open.clone()
        } else {
            build(builder(&settings).dns_resolver(Arc::new(GuardedResolver)))?
        };
        Ok(Self(Arc::new(Inner { settings, open, guarded, gate, random, clock })))
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
    let _ = rustls::crypto::ring::default_provider().install_default();
    build(builder(settings))
}

fn build(builder: ClientBuilder) -> Result<Client, ConnectorError> {
    let failed = |_| ConnectorError::Unreachable {
        reason: "the HTTP client could not be set up: TLS".to_owned(),
        outcome_unknown: false,
    };
    builder.build().map_err(failed)
}
