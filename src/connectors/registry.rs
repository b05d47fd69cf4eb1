//! From a stored data source to something that can be asked; the one list of providers.

use super::{
    apollo,
    bench::Bench,
    clearbit, crunchbase,
    hosts::ProviderHosts,
    http::HttpClient,
    http_api, hunter, key,
    kind::SourceKind,
    openai,
    shape::{FieldFault, Shape},
    source::Source,
    token::TokenCache,
    unipile, zoominfo,
};
use crate::base::secret::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use url::Url;

/// A data source as it is stored, unsealed.
#[derive(Clone, Debug)]
pub struct SourceSettings {
    pub kind: SourceKind,
    /// [`fingerprint`] of kind and credentials: limits are counted by it.
    pub account: Arc<str>,
    /// Never a secret.
    pub config: Value,
    /// A JSON object as text; empty when there are none.
    pub credentials: SecretString,
    /// Instead of the provider's own address, and trusted like it. Instance configuration only, never a tenant's.
    pub base: Option<Url>,
}

/// Everything needed to talk to providers; cheap to clone. Build one: it holds access tokens.
#[derive(Clone)]
pub struct Connectors {
    http: HttpClient,
    hosts: Arc<ProviderHosts>,
    tokens: TokenCache,
}

impl Connectors {
    #[must_use]
    pub fn new(http: HttpClient, hosts: ProviderHosts) -> Self {
        Self { http, hosts: Arc::new(hosts), tokens: TokenCache::default() }
    }

    /// The client itself, for addresses the instance's configuration names.
    #[must_use]
    pub fn http(&self) -> &HttpClient {
        &self.http
    }

    /// The source, with the ports it can serve.
    ///
    /// # Errors
    /// When config or credentials have the wrong shape: each field with what would be right.
    pub fn source(&self, settings: &SourceSettings) -> Result<Source, Vec<FieldFault>> {
        let credentials = read_credentials(&settings.credentials)?;
        let bench = Bench {
            http: &self.http,
            hosts: &self.hosts,
            tokens: &self.tokens,
            base: settings.base.as_ref(),
            account: &settings.account,
            config: &settings.config,
            credentials: &credentials,
        };
        let mut source = Source::new(settings.kind);
        match settings.kind {
            SourceKind::Apollo => apollo::plug(&bench, &mut source)?,
            SourceKind::Linkedin => unipile::plug(&bench, &mut source)?,
            SourceKind::Clearbit => clearbit::plug(&bench, &mut source)?,
            SourceKind::Crunchbase => crunchbase::plug(&bench, &mut source)?,
            SourceKind::Zoominfo => zoominfo::plug(&bench, &mut source)?,
            SourceKind::Hunter => hunter::plug(&bench, &mut source)?,
            SourceKind::HttpApi => http_api::plug(&bench, &mut source)?,
            SourceKind::Model => openai::plug(&bench, &mut source)?,
            SourceKind::Csv | SourceKind::Custom => no_credentials(&credentials)?,
        }
        Ok(source)
    }
}

/// Checks shape only; calls nobody. Paths begin with `config` or `credentials`.
///
/// # Errors
/// Every wrong field with what would be right; values are not repeated.
pub fn validate(kind: SourceKind, config: &Value, credentials: &Value) -> Result<(), Vec<FieldFault>> {
    match kind {
        SourceKind::Apollo | SourceKind::Hunter => key::read(config, credentials).map(drop),
        SourceKind::Linkedin => unipile::read(config, credentials).map(drop),
        SourceKind::Clearbit => clearbit::read(config, credentials).map(drop),
        SourceKind::Crunchbase => crunchbase::read(config, credentials).map(drop),
        SourceKind::Zoominfo => zoominfo::read(config, credentials).map(drop),
        SourceKind::HttpApi => http_api::read(config, credentials).map(drop),
        SourceKind::Model => openai::read(config, credentials).map(drop),
        SourceKind::Csv | SourceKind::Custom => no_credentials(credentials),
    }
}

/// Which provider account this is, without saying anything about the key: sources with the same key share limits.
#[must_use]
pub fn fingerprint(kind: SourceKind, config: &Value, credentials: &Value) -> String {
    // The seat at Unipile and the server of a model or an HTTP API belong to the account, the rest of config does not.
    let seat = ["accountId", "dsn", "baseUrl", "via"].map(|name| config.get(name).unwrap_or(&Value::Null));
    let text = format!("{}\n{credentials}\n{seat:?}", kind.label());
    hex::encode(&Sha256::digest(text)[..16])
}

fn read_credentials(text: &SecretString) -> Result<Value, Vec<FieldFault>> {
    let text = text.expose_secret();
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(text).map_err(|_| {
        let message = "This must be a JSON object.".to_owned();
        vec![FieldFault { path: "credentials".to_owned(), message }]
    })
}

fn no_credentials(credentials: &Value) -> Result<(), Vec<FieldFault>> {
    let faults = Shape::new("credentials", credentials).finish();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
