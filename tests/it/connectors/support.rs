//! A client as the program builds it, with short pauses and a clock that stands still.

use chrono::{DateTime, TimeDelta};
use leadwire::{
    base::{clock::TestClock, random::Random},
    connectors::http::{Account, HttpClient, HttpSettings, OpenGate, RateLimit},
};
use std::{sync::Arc, time::Duration};

pub fn settings() -> HttpSettings {
    HttpSettings {
        timeout: Duration::from_millis(400),
        retry_pause: Duration::from_millis(5),
        retry_within: Duration::from_millis(1500),
        allow_private_addresses: true,
        ..HttpSettings::default()
    }
}

pub fn client_with(settings: HttpSettings) -> HttpClient {
    let clock = TestClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000));
    HttpClient::new(settings, Arc::new(OpenGate), Random::seeded(7), Arc::new(clock)).expect("a client")
}

pub fn client() -> HttpClient {
    client_with(settings())
}

pub fn account() -> Account {
    Account::new("apollo", "test", RateLimit::new(100, 100.0))
}
