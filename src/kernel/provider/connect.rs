//! Builds what commands reach providers with, out of the instance's configuration.

use super::SharedGate;
use crate::{
    base::{clock::SharedClock, random::Random},
    config::Providers,
    connectors::{
        Connectors, ProviderHosts,
        http::{BreakerSettings, HttpClient, HttpSettings},
    },
    kernel::{
        db::Db,
        error::{Error, Result},
    },
};
use std::sync::Arc;

/// The one HTTP client of the process, behind the gate all processes share. Build it once.
pub fn connectors(config: &Providers, db: &Db, clock: &SharedClock, random: &Random) -> Result<Connectors> {
    let gate = SharedGate::new(db.clone(), clock.clone(), BreakerSettings::default());
    let settings =
        HttpSettings { allow_private_addresses: config.allow_private_addresses, ..HttpSettings::default() };
    let http = HttpClient::new(settings, Arc::new(gate), random.clone(), clock.clone());
    Ok(Connectors::new(http, hosts(config)?))
}

/// The real hosts, and what the instance says instead.
fn hosts(config: &Providers) -> Result<ProviderHosts> {
    let named = serde_json::to_value(&config.hosts)?;
    serde_json::from_value(named).map_err(|cause| Error::invalid("providers.hosts", cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::hosts;
    use crate::config::Providers;

    #[test]
    fn an_unknown_provider_is_refused_by_name() {
        let mut config = Providers::default();
        config.hosts.insert("apollo".into(), "http://127.0.0.1:9/api".into());
        assert_eq!(hosts(&config).unwrap().apollo.as_str(), "http://127.0.0.1:9/api");
        config.hosts.insert("apolo".into(), "http://127.0.0.1:9".into());
        assert!(hosts(&config).unwrap_err().to_string().contains("apolo"));
    }
}
