//! The HTTP client: what it sends, what it survives, what it never does.

use super::support::{KEY, account, client, client_with, settings};
use crate::support::scripted::{Canned, Scripted};
use leadwire::{
    base::{clock::TestClock, random::Random, secret::SecretString},
    connectors::{
        ConnectorError, Rejection,
        http::{BreakerSettings, Call, HttpClient, HttpSettings, LocalGate, Reach, Repeat},
    },
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

fn read(server: &Scripted) -> Call {
    Call::get(&account(), "test", server.url()).repeat(Repeat::Safe)
}

#[tokio::test]
async fn it_says_who_we_are_and_sends_the_key_in_a_header_only() {
    let server = Scripted::start(vec![Canned::json(200, &json!({"a": 1}))]).await;
    let call = read(&server).query("q", "x y").secret("x-api-key", "", &SecretString::from(KEY)).unwrap();
    let shown = format!("{call:?}");
    let answer = client().send(call).await.unwrap();
    assert_eq!(answer.parse::<Value>().unwrap(), json!({"a": 1}));
    let seen = server.only();
    assert!(seen.header("user-agent").unwrap().starts_with("leadwire/"));
    assert_eq!(seen.header("x-api-key"), Some(KEY));
    assert_eq!(seen.query, [("q".to_owned(), "x y".to_owned())]);
    assert!(!shown.contains(KEY) && !shown.contains("x y"), "{shown}");
}

#[tokio::test]
async fn every_status_has_one_meaning() {
    let cases = [
        (400, "bad_request"),
        (401, "unauthorized"),
        (402, "out_of_credits"),
        (403, "not_permitted"),
        (404, "bad_request"),
        (422, "bad_request"),
        (429, "rate_limited"),
        (451, "forbidden_451"),
        (302, "malformed"),
        (408, "unreachable"),
        (500, "unreachable"),
        (503, "unreachable"),
    ];
    for (status, name) in cases {
        let server =
            Scripted::start(vec![Canned::text(status, KEY).header("location", "http://127.0.0.1:1/")]).await;
        let error = client().send(read(&server).repeat(Repeat::Never)).await.err().unwrap();
        assert_eq!(error.name(), name, "{status}");
        assert!(!error.to_string().contains(KEY) && !format!("{error:?}").contains(KEY), "{error}");
        assert_eq!(server.seen().len(), 1, "{status}: asked once, redirects not followed");
    }
}

#[tokio::test]
async fn a_read_is_repeated_and_a_paid_call_is_not() {
    for trouble in [Canned::text(503, "busy"), Canned::hang(), Canned::hang_up(), Canned::empty(429)] {
        let good = Canned::json(200, &json!({}));
        let server = Scripted::start(vec![trouble.clone(), good.clone()]).await;
        assert!(client().send(read(&server)).await.is_ok());
        assert_eq!(server.seen().len(), 2);

        let server = Scripted::start(vec![trouble, good]).await;
        assert!(client().send(read(&server).repeat(Repeat::Never)).await.is_err());
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_billed_call_is_repeated_only_when_it_surely_was_not_carried_out() {
    for (trouble, asked) in [(Canned::empty(429), 2), (Canned::hang(), 1), (Canned::empty(500), 1)] {
        let server = Scripted::start(vec![trouble, Canned::json(200, &json!({}))]).await;
        let _ = client().send(read(&server).repeat(Repeat::IfNotDone)).await;
        assert_eq!(server.seen().len(), asked);
    }
}

#[tokio::test]
async fn repeating_comes_to_an_end_and_a_long_wait_is_handed_to_the_caller() {
    let server = Scripted::start(vec![Canned::empty(500)]).await;
    assert!(client().send(read(&server)).await.is_err());
    assert_eq!(server.seen().len(), 3, "once and two repetitions");

    let server = Scripted::start(vec![Canned::empty(429).header("retry-after", "15733")]).await;
    let error = client().send(read(&server)).await.err();
    assert_eq!(error, Some(ConnectorError::later(15733)));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_short_wait_is_kept() {
    let wait = Canned::empty(429).header("retry-after-ms", "120");
    let server = Scripted::start(vec![wait, Canned::json(200, &json!({}))]).await;
    let start = std::time::Instant::now();
    client().send(read(&server)).await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn silence_and_broken_answers_leave_the_outcome_open() {
    for trouble in [Canned::hang(), Canned::hang_up(), Canned::json(200, &json!({"a": 1})).cut_short()] {
        let server = Scripted::start(vec![trouble]).await;
        let error = client().send(read(&server).repeat(Repeat::Never)).await.err().unwrap();
        assert!(error.is_outcome_unknown(), "{error:?}");
    }
    let port = Scripted::start(vec![]).await.port();
    let nobody = format!("http://127.0.0.1:{port}/").parse().unwrap();
    let error = client().send(Call::get(&account(), "test", nobody)).await.err().unwrap();
    assert!(!error.is_outcome_unknown(), "nobody was there: {error:?}");
}

#[tokio::test]
async fn a_body_is_read_whatever_it_calls_itself() {
    let double = Canned::json(200, &Value::String("{\"a\":1}".to_owned()));
    for canned in [double, Canned::text(200, "{\"a\":1}")] {
        let server = Scripted::start(vec![canned]).await;
        let answer = client().send(read(&server)).await.unwrap();
        assert_eq!(answer.parse::<Value>().unwrap(), json!({"a": 1}));
    }
    for canned in [Canned::empty(200), Canned::text(200, "<html>"), Canned::json(200, &json!([1]))] {
        let server = Scripted::start(vec![canned]).await;
        let answer = client().send(read(&server)).await.unwrap();
        let error = answer.parse::<std::collections::BTreeMap<String, u8>>().unwrap_err();
        assert_eq!(error.name(), "malformed");
    }
}

#[tokio::test]
async fn a_flood_is_cut_off() {
    let server = Scripted::start(vec![Canned::new(200, "application/json", vec![b' '; 300_000])]).await;
    let small = client_with(HttpSettings { max_answer_bytes: 100_000, ..settings() });
    let error = small.send(read(&server)).await.err().unwrap();
    assert_eq!(error.name(), "malformed");
    assert_eq!(server.seen().len(), 1, "not asked again");
}

/// 40 MB of spaces, packed: gzip of a run is a few bytes per kilobyte.
#[tokio::test]
async fn a_packed_bomb_is_cut_off_too() {
    let bomb = include_bytes!("bomb.gz").to_vec();
    let server =
        Scripted::start(vec![Canned::new(200, "application/json", bomb).header("content-encoding", "gzip")])
            .await;
    let patient = client_with(HttpSettings { timeout: Duration::from_secs(20), ..settings() });
    let error = patient.send(read(&server)).await.err().unwrap();
    assert_eq!(error, ConnectorError::malformed("the answer is larger than we take"));
}

#[tokio::test]
async fn a_tenants_address_must_be_public() {
    let server = Scripted::start(vec![Canned::json(200, &json!({}))]).await;
    let strict = client_with(HttpSettings { allow_private_addresses: false, ..settings() });
    let port = server.port();
    for address in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://localhost:{port}/"),
    ] {
        let call = Call::get(&account(), "test", address.parse().unwrap()).reach(Reach::Tenant);
        let error = strict.send(call).await.err().unwrap();
        assert!(
            matches!(error, ConnectorError::Rejected { rejection: Rejection::BadRequest, .. }),
            "{address} {error:?}"
        );
    }
    assert!(server.seen().is_empty());
    strict.send(read(&server)).await.expect("the instance's own address is not guarded");
    client().send(read(&server).reach(Reach::Tenant)).await.expect("allowed by the instance");
}

#[tokio::test]
async fn after_repeated_failures_nobody_calls_until_the_pause_is_over() {
    let clock = Arc::new(TestClock::at(chrono::DateTime::UNIX_EPOCH));
    let breaker =
        BreakerSettings { failures: 3, pause: Duration::from_secs(30), ..BreakerSettings::default() };
    let gate = Arc::new(LocalGate::new(clock.clone(), breaker));
    let client = HttpClient::new(settings(), gate, Random::seeded(1), clock.clone());
    let mut script = vec![Canned::empty(500); 3];
    script.push(Canned::json(200, &json!({})));
    let server = Scripted::start(script).await;
    let once = || read(&server).repeat(Repeat::Never);
    for _ in 0..5 {
        assert!(client.send(once()).await.is_err());
    }
    assert_eq!(server.seen().len(), 3, "the breaker holds");
    clock.advance(chrono::TimeDelta::seconds(31));
    assert!(client.send(once()).await.is_ok());
    assert!(client.send(once()).await.is_ok());
}
