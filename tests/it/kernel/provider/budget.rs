//! Limits and breakers that all processes share.

use crate::support::app::TestApp;
use chrono::TimeDelta;
use entity::provider_budget;
use leadwire::{
    base::clock::SharedClock,
    config::Config,
    connectors::{
        ConnectorError,
        http::{Account, BreakerSettings, Gate, Outcome, RateLimit},
    },
    kernel::provider::SharedGate,
};
use sea_orm::EntityTrait;
use std::{sync::Arc, time::Duration};

/// A gate as each process has one.
fn gate(t: &TestApp) -> SharedGate {
    let clock: SharedClock = t.clock.clone();
    SharedGate::new(t.app.db().clone(), clock, BreakerSettings::default())
}

fn account(capacity: u32, per_second: f64) -> Account {
    Account::new("apollo", "key-1", RateLimit::new(capacity, per_second))
}

/// Two processes on one database.
async fn two() -> (TestApp, SharedGate, SharedGate) {
    let t = TestApp::start().await;
    let other = t.restarted(Config::default()).await;
    let gates = (gate(&t), gate(&other));
    (t, gates.0, gates.1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_two_processes_together_is_one_accounts_burst() {
    let (t, one, two) = two().await;
    let account = account(10, 0.01);
    let (one, two) = (Arc::new(one), Arc::new(two));
    let asks = (0..30).map(|n| {
        let (gate, account) = (if n % 2 == 0 { one.clone() } else { two.clone() }, account.clone());
        tokio::spawn(async move { gate.admit(&account).await.is_ok() })
    });
    let admitted = futures_util::future::join_all(asks).await.into_iter().filter(|ok| *ok.as_ref().unwrap());
    assert_eq!(admitted.count(), 10, "never overdrawn, and all of it used");
    let held = two.admit(&account).await.unwrap_err();
    let ConnectorError::Held { after } = held else { panic!("{held:?}") };
    assert!((Duration::from_secs(90)..=Duration::from_secs(100)).contains(&after), "{after:?}");

    t.advance(TimeDelta::seconds(100));
    assert!(one.admit(&account).await.is_ok());
    assert!(two.admit(&account).await.is_err(), "one token came back, not one each");
    let row = provider_budget::Entity::find().one(&t.database.connect().await).await.unwrap().unwrap();
    assert_eq!(row.account, "apollo:key-1");
}

#[tokio::test]
async fn other_accounts_have_buckets_of_their_own() {
    let (_t, one, _) = two().await;
    let busy = account(1, 0.01);
    one.admit(&busy).await.unwrap();
    assert!(one.admit(&busy).await.is_err());
    one.admit(&Account { id: "key-2".into(), ..busy.clone() }).await.unwrap();
    one.admit(&Account { provider: "hunter", ..busy }).await.unwrap();
}

#[tokio::test]
async fn failures_of_all_processes_open_the_breaker_for_all_and_one_look_closes_it() {
    let (t, one, two) = two().await;
    let account = account(100, 100.0);
    for n in 0..5 {
        let gate = if n % 2 == 0 { &one } else { &two };
        gate.admit(&account).await.unwrap();
        gate.settled(&account, Outcome::Failed).await;
    }
    for gate in [&one, &two] {
        let refused = gate.admit(&account).await.unwrap_err();
        assert!(matches!(refused, ConnectorError::Unreachable { outcome_unknown: false, .. }), "{refused:?}");
    }
    t.advance(TimeDelta::seconds(31));
    one.admit(&account).await.unwrap();
    assert!(two.admit(&account).await.is_err(), "one looks, not one each");
    one.settled(&account, Outcome::Answered).await;
    two.admit(&account).await.unwrap();
}

#[tokio::test]
async fn a_failed_look_opens_it_again() {
    let (t, one, two) = two().await;
    let account = account(100, 100.0);
    for _ in 0..5 {
        one.admit(&account).await.unwrap();
        one.settled(&account, Outcome::Failed).await;
    }
    t.advance(TimeDelta::seconds(31));
    one.admit(&account).await.unwrap();
    one.settled(&account, Outcome::Failed).await;
    t.advance(TimeDelta::seconds(29));
    assert!(two.admit(&account).await.is_err());
    t.advance(TimeDelta::seconds(2));
    two.admit(&account).await.unwrap();
}

#[tokio::test]
async fn an_answer_in_between_starts_the_count_anew() {
    let (_t, one, two) = two().await;
    let account = account(100, 100.0);
    for _ in 0..3 {
        for _ in 0..4 {
            one.admit(&account).await.unwrap();
            one.settled(&account, Outcome::Failed).await;
        }
        two.settled(&account, Outcome::Answered).await;
    }
    two.admit(&account).await.unwrap();
}

#[tokio::test]
async fn a_wish_to_slow_down_holds_for_all_and_a_late_answer_does_not_lift_it() {
    let (t, one, two) = two().await;
    let account = account(100, 100.0);
    one.admit(&account).await.unwrap();
    two.admit(&account).await.unwrap();
    one.settled(&account, Outcome::SlowDown { after: Some(Duration::from_secs(60)) }).await;
    two.settled(&account, Outcome::Answered).await;
    two.settled(&account, Outcome::SlowDown { after: None }).await;
    t.advance(TimeDelta::seconds(20));
    let held = two.admit(&account).await.unwrap_err();
    assert_eq!(held, ConnectorError::later(40), "the longer wish stands");
    t.advance(TimeDelta::seconds(40));
    one.admit(&account).await.unwrap();
}
