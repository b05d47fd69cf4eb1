use super::input;
use crate::support::{
    actor::{Actor, PASSWORD, code},
    app::TestApp,
};
use chrono::TimeDelta;
use leadwire::config::Config;
use serde_json::{Value, json};

const SIGN_IN: &str = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";

fn config() -> Config {
    let mut config = Config::default();
    config.auth.attempts_per_account = 3;
    config.auth.attempts_per_address = 5;
    config
}

async fn try_as(who: &Actor, email: &str, password: &str) -> Value {
    who.gql(SIGN_IN, input(json!({ "email": email, "password": password }))).await
}

fn from(stranger: &Actor, last: u8) -> Actor {
    stranger.seen_from(Some([198, 51, 100, last].into()))
}

#[tokio::test]
async fn an_account_is_closed_after_too_many_failures_and_opens_again() {
    let t = TestApp::with(config()).await;
    t.agency("acme").await;
    let stranger = t.stranger();
    for last in 1..=3 {
        let answer = try_as(&from(&stranger, last), "admin@acme.example", "wrong horse battery").await;
        assert_eq!(code(&answer), "UNAUTHENTICATED");
    }
    let answer = try_as(&from(&stranger, 9), "admin@acme.example", PASSWORD).await;
    assert_eq!(code(&answer), "LIMIT_REACHED");
    assert_eq!(answer["errors"][0]["extensions"]["retryAfter"], 900);
    t.advance(TimeDelta::minutes(14));
    let answer = try_as(&from(&stranger, 9), "admin@acme.example", PASSWORD).await;
    assert_eq!(answer["errors"][0]["extensions"]["retryAfter"], 60);
    t.advance(TimeDelta::minutes(1));
    assert_eq!(code(&try_as(&from(&stranger, 9), "admin@acme.example", PASSWORD).await), "");
}

#[tokio::test]
async fn an_unknown_account_is_closed_just_the_same() {
    let t = TestApp::with(config()).await;
    for last in 1..=3 {
        let answer = try_as(&from(&t.stranger(), last), "nobody@acme.example", PASSWORD).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED");
    }
    assert_eq!(
        code(&try_as(&from(&t.stranger(), 4), "nobody@acme.example", PASSWORD).await),
        "LIMIT_REACHED"
    );
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_is_closed_and_others_are_not() {
    let t = TestApp::with(config()).await;
    t.agency("acme").await;
    for n in 0..5 {
        let answer = try_as(&from(&t.stranger(), 1), &format!("guess{n}@acme.example"), PASSWORD).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED");
    }
    assert_eq!(code(&try_as(&from(&t.stranger(), 1), "admin@acme.example", PASSWORD).await), "LIMIT_REACHED");
    assert_eq!(code(&try_as(&from(&t.stranger(), 2), "admin@acme.example", PASSWORD).await), "");
}

#[tokio::test]
async fn signing_in_well_costs_nothing() {
    let t = TestApp::with(config()).await;
    t.agency("acme").await;
    let office = from(&t.stranger(), 1);
    for _ in 0..8 {
        assert_eq!(
            code(&try_as(&office, "admin@acme.example", "wrong horse battery").await),
            "UNAUTHENTICATED"
        );
        assert_eq!(code(&try_as(&office, "admin@acme.example", PASSWORD).await), "");
        t.advance(TimeDelta::minutes(4));
    }
}

#[tokio::test]
async fn failures_are_forgotten_after_a_quarter_of_an_hour() {
    let t = TestApp::with(config()).await;
    t.agency("acme").await;
    for _ in 0..6 {
        let answer = try_as(&t.stranger(), "admin@acme.example", "wrong horse battery").await;
        assert_eq!(code(&answer), "UNAUTHENTICATED");
        t.advance(TimeDelta::minutes(8));
    }
}

#[tokio::test]
async fn another_process_on_the_same_database_remembers() {
    let t = TestApp::with(config()).await;
    t.agency("acme").await;
    for last in 1..=3 {
        try_as(&from(&t.stranger(), last), "admin@acme.example", "wrong horse battery").await;
    }
    let other = t.restarted(config()).await;
    assert_eq!(
        code(&try_as(&from(&other.stranger(), 9), "admin@acme.example", PASSWORD).await),
        "LIMIT_REACHED"
    );
}
