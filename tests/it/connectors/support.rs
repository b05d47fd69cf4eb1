//! A client as the program builds it, with short pauses and a clock that stands still; sources of every kind on top.

use crate::support::scripted::{Canned, Scripted};
use chrono::{DateTime, TimeDelta};
use leadwire::{
    base::{clock::TestClock, random::Random},
    connectors::{
        Connectors, ProviderHosts, Source, SourceKind, SourceSettings,
        http::{Account, HttpClient, HttpSettings, OpenGate, RateLimit},
    },
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use url::Url;

/// What no error, no log and no `Debug` may ever show.
pub const KEY: &str = "k_very_secret";

pub fn settings() -> HttpSettings {
    HttpSettings {
        timeout: Duration::from_millis(1_000),
        retry_pause: Duration::from_millis(5),
        retry_within: Duration::from_millis(4_000),
        allow_private_addresses: true,
        ..HttpSettings::default()
    }
}

pub fn client_with(settings: HttpSettings) -> HttpClient {
    let clock = TestClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
    HttpClient::new(settings, Arc::new(OpenGate), Random::seeded(7), Arc::new(clock))
}

pub fn client() -> HttpClient {
    client_with(settings())
}

pub fn account() -> Account {
    Account::new("apollo", "test", RateLimit::new(100, 100.0))
}

/// A server with this script, and everything pointed at it.
pub async fn stage(script: Vec<Canned>) -> (Scripted, Connectors) {
    let server = Scripted::start(script).await;
    let at = |path: &str| -> Url { server.url().join(path).expect("an address") };
    let hosts = ProviderHosts {
        apollo: at("/api/v1"),
        hunter: at("/v2"),
        clearbit_person: at("/person/v2"),
        clearbit_company: at("/company/v2"),
        crunchbase: at("/v4/data"),
        zoominfo: at("/gtm"),
        zoominfo_token: at("/token"),
        unipile: Some(at("/api/v1")),
        openai: at("/v1"),
    };
    let connectors = Connectors::new(client(), hosts);
    (server, connectors)
}

/// A source of this kind with a sound configuration.
pub fn source(connectors: &Connectors, kind: SourceKind) -> Source {
    source_with(connectors, kind, usual(kind))
}

pub fn source_with(connectors: &Connectors, kind: SourceKind, config: Value) -> Source {
    let credentials = match kind {
        SourceKind::Zoominfo => json!({"clientId": "client", "clientSecret": KEY}),
        SourceKind::Csv | SourceKind::Custom => Value::Null,
        _ => json!({ "apiKey": KEY }),
    };
    let settings = SourceSettings {
        kind,
        account: "acc".into(),
        config,
        credentials: credentials.to_string().into(),
        base: None,
    };
    connectors.source(&settings).map_err(|faults| format!("{faults:?}")).expect("a sound configuration")
}

fn usual(kind: SourceKind) -> Value {
    match kind {
        SourceKind::Linkedin => json!({"dsn": "api8.unipile.com:13801", "accountId": "acc_demo1"}),
        SourceKind::Model => json!({"model": "gpt-demo-mini", "timeoutSeconds": 1}),
        _ => json!({}),
    }
}

/// A token of ZoomInfo's.
pub fn token(secret: &str) -> Canned {
    Canned::json(200, &json!({"access_token": secret, "expires_in": 3600, "token_type": "Bearer"}))
}
