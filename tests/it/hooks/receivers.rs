//! Receivers that are slow, gone, redirecting, lying, or on a network that is none of their business.

use super::support::{lax, ok, rows, with_receiver};
use crate::support::{
    app::TestApp,
    scripted::{Canned, Scripted},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::webhook_endpoint;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};

/// One event to a receiver with this script; the one delivery after one attempt.
async fn told(script: Vec<Canned>) -> Value {
    let (t, receiver) = with_receiver(script).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), 1);
    let log = ada.deliveries().await;
    assert_eq!((log.len(), &log[0]["status"], &log[0]["attemptCount"]), (1, &json!("PENDING"), &json!(1)));
    log[0].clone()
}

fn why(delivery: &Value) -> &str {
    delivery["attempts"][0]["error"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn who_does_not_say_yes_has_not_got_it() {
    let slow = told(vec![Canned::hang()]).await;
    assert_eq!((why(&slow), &slow["responseStatus"]), ("No answer in time.", &Value::Null));
    let dead = told(vec![Canned::hang_up()]).await;
    assert_eq!(why(&dead), "The connection broke off.");
    let cut = told(vec![ok().cut_short()]).await;
    assert!(!why(&cut).is_empty() && cut["responseStatus"].is_null(), "{cut}");
    let endless = told(vec![Canned::text(200, &"a".repeat(300 * 1024))]).await;
    assert_eq!(why(&endless), "The answer is larger than we take.");
    let busy = told(vec![Canned::text(503, "come back, ops@example.com").header("retry-after", "600")]).await;
    assert_eq!((why(&busy), &busy["responseStatus"]), ("It answered 503.", &json!(503)));
    assert_eq!(busy["attempts"][0]["responseExcerpt"], "come back, [redacted]");
    let at = |value: &Value| value.as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert_eq!(
        at(&busy["nextAttemptAt"]) - at(&busy["attempts"][0]["at"]),
        TimeDelta::seconds(600),
        "it asked for peace"
    );
}

#[tokio::test]
async fn one_that_answers_a_byte_at_a_time_is_left_when_its_time_is_over_and_asked_again() {
    // Either would take ten seconds and more, and is never silent for as long as we wait.
    let long = Canned::text(200, &"a".repeat(200));
    for slow in [long.clone().trickle(), long.trickle_body()] {
        let (t, receiver) = with_receiver(vec![slow, ok()]).await;
        let ada = t.agency("acme").await;
        ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
        ada.new_lead("Ana").await;
        t.run_tasks().await;
        let log = ada.deliveries().await;
        assert_eq!((&log[0]["status"], &log[0]["attemptCount"]), (&json!("PENDING"), &json!(1)));
        assert_eq!((why(&log[0]), &log[0]["responseStatus"]), ("No answer in time.", &Value::Null));
        let took = rows(&t).await[0].attempt_log.0[0].duration_ms;
        assert!((300..5_000).contains(&took), "the attempt ends when its time is over, not after {took} ms");
        assert_eq!(t.run_tasks().await, 0, "not before its time");
        t.advance(TimeDelta::seconds(5));
        t.run_tasks().await;
        let log = ada.deliveries().await;
        assert_eq!((&log[0]["status"], &log[0]["attemptCount"]), (&json!("SUCCEEDED"), &json!(2)));
        assert_eq!(receiver.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Scripted::start(vec![ok()]).await;
    let there = elsewhere.url().to_string();
    for status in [301, 302, 307, 308] {
        let moved = told(vec![Canned::empty(status).header("location", &there)]).await;
        assert_eq!(why(&moved), "It answered with a redirect, which is not followed.");
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn nobody_there_is_a_failure_like_any_other() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    drop(receiver);
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    let log = ada.deliveries().await;
    assert_eq!((&log[0]["status"], why(&log[0])), (&json!("PENDING"), "No connection."));
}

#[tokio::test]
async fn a_private_address_is_refused_when_we_connect_whatever_it_is_called() {
    let receiver = Scripted::start(vec![ok()]).await;
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    ada.hook("https://hooks.example.com/", &["LEAD_CREATED"]).await;
    let db = t.database.connect().await;
    // What the check at creation cannot see: a name that leads inside, or one that was changed to lead there.
    for inside in ["127.0.0.1", "localhost", "[::1]"] {
        let url = format!("http://{inside}:{}/", receiver.port());
        let moved =
            webhook_endpoint::Entity::update_many().col_expr(webhook_endpoint::Column::Url, Expr::val(url));
        moved.exec(&db).await.unwrap();
        // Whoever refused to be told is asked less and less often.
        t.advance(TimeDelta::days(1));
        ada.new_lead("Ana").await;
        t.run_tasks().await;
        let log = ada.deliveries().await;
        assert_eq!(why(log.last().unwrap()), "The address leads into a private network.", "{inside}");
    }
    assert!(receiver.seen().is_empty(), "nobody was connected to");
}

#[tokio::test]
async fn attempts_keep_the_schedule_and_end() {
    let (t, receiver) = with_receiver(vec![Canned::empty(500)]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    let began = t.app.now();
    t.run_tasks().await;
    let mut after = vec![0];
    while let Some(next) = rows(&t).await[0].next_attempt_at {
        t.advance(next - t.app.now() - TimeDelta::seconds(1));
        assert_eq!(t.run_tasks().await, 0, "not before its time");
        t.advance(TimeDelta::seconds(1));
        t.run_tasks().await;
        after.push((t.app.now() - began).num_seconds());
    }
    let hours = |hours: i64| hours * 3_600;
    let waits: Vec<i64> = after.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(waits, [5, 300, 1_800, hours(2), hours(5), hours(10), hours(10)], "Svix's");
    assert_eq!(receiver.seen().len(), 8);
    let log = ada.deliveries().await;
    assert_eq!((&log[0]["status"], &log[0]["attemptCount"]), (&json!("FAILED"), &json!(8)));
    let ids: std::collections::BTreeSet<_> =
        receiver.seen().iter().map(|seen| seen.header("webhook-id").unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 1, "one id throughout");
}

#[tokio::test]
async fn a_failure_is_forgotten_with_the_next_success() {
    let (t, receiver) = with_receiver(vec![Canned::empty(500), Canned::empty(500), ok()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    t.advance(TimeDelta::seconds(5));
    t.run_tasks().await;
    let failing = ada.endpoint(&id).await;
    assert_eq!((&failing["failureCount"], &failing["status"]), (&json!(2), &json!("ENABLED")));
    assert!(failing["failingSince"].is_string());
    t.advance(TimeDelta::minutes(5));
    t.run_tasks().await;
    let well = ada.endpoint(&id).await;
    assert_eq!((&well["failureCount"], &well["failingSince"]), (&json!(0), &Value::Null));
    assert_eq!(ada.deliveries().await[0]["status"], "SUCCEEDED");
}

#[tokio::test]
async fn one_that_says_it_is_gone_is_believed_at_once() {
    let (t, receiver) = with_receiver(vec![Canned::empty(410)]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    ada.new_lead("Ben").await;
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), 1, "the second is not even tried");
    let gone = ada.endpoint(&id).await;
    assert_eq!((&gone["status"], &gone["version"]), (&json!("DISABLED"), &json!(2)));
    assert_eq!(gone["disabledReason"], "It answered 410: it is not there any more.");
    let states: Vec<_> = rows(&t).await.into_iter().map(|row| row.status).collect();
    use entity::webhook_delivery::DeliveryStatus::{Cancelled, Failed};
    assert_eq!(states, [Failed, Cancelled]);
}

#[tokio::test]
async fn five_days_of_failure_switch_it_off_with_an_event_that_says_so() {
    let receiver = Scripted::start(vec![Canned::empty(500)]).await;
    let t = TestApp::with(lax()).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    for _ in 0..4 {
        t.advance(TimeDelta::hours(24));
        t.run_tasks().await;
        ada.new_lead("Ben").await;
        t.run_tasks().await;
    }
    assert_eq!(ada.endpoint(&id).await["status"], "ENABLED", "four days are not five");
    t.advance(TimeDelta::hours(24));
    t.run_tasks().await;
    let off = ada.endpoint(&id).await;
    assert_eq!(
        (&off["status"], &off["disabledReason"]),
        (&json!("DISABLED"), &json!("It failed for five days."))
    );
    let told = ada.ask("{ events(last: 1) { nodes { kind subjectId payload } } }", Value::Null).await;
    let told = &told["events"]["nodes"][0];
    assert_eq!((&told["kind"], &told["subjectId"]), (&json!("WEBHOOK_ENDPOINT_DISABLED"), &json!(id)));
    assert_eq!(told["payload"]["reason"], "FAILING");
    let asked = receiver.seen().len();
    t.advance(TimeDelta::days(3));
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), asked, "it has its peace");
    assert!(rows(&t).await.iter().all(|row| row.next_attempt_at.is_none()), "nothing waits for ever");
}

#[tokio::test]
async fn an_installation_may_keep_a_schedule_of_its_own() {
    let receiver = Scripted::start(vec![Canned::empty(500)]).await;
    let mut config = lax();
    config.webhooks.retry_after_seconds = vec![7, 11];
    let t = TestApp::with(config).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    for wait in [7, 11] {
        t.advance(TimeDelta::seconds(wait - 1));
        assert_eq!(t.run_tasks().await, 0, "not before its time");
        t.advance(TimeDelta::seconds(1));
        t.run_tasks().await;
    }
    assert_eq!(receiver.seen().len(), 3);
    let log = ada.deliveries().await;
    assert_eq!((&log[0]["status"], &log[0]["attemptCount"]), (&json!("FAILED"), &json!(3)));
}
