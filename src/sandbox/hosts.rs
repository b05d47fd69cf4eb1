//! Where the connectors find the sandbox: the providers' addresses, each with its version path.

use super::{server::RunningSandbox, settings::Provider};
use crate::connectors::ProviderHosts;
use url::{ParseError, Url};

impl RunningSandbox {
    /// Every provider at this sandbox.
    ///
    /// # Errors
    /// Never in practice: the addresses are our own.
    pub fn hosts(&self) -> Result<ProviderHosts, ParseError> {
        let at = |provider, path: &str| Url::parse(&format!("{}{path}", self.base(provider)));
        Ok(ProviderHosts {
            apollo: at(Provider::Apollo, "/api/v1")?,
            hunter: at(Provider::Hunter, "/v2")?,
            clearbit_person: at(Provider::Clearbit, "/v2")?,
            clearbit_company: at(Provider::Clearbit, "/v2")?,
            crunchbase: at(Provider::Crunchbase, "/v4/data")?,
            zoominfo: at(Provider::Zoominfo, "/gtm")?,
            zoominfo_token: at(Provider::Zoominfo, "/oauth2/default/v1/token")?,
            unipile: Some(at(Provider::Unipile, "/api/v1")?),
            openai: at(Provider::Openai, "/v1")?,
        })
    }
}
