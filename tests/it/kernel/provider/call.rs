//! Paid calls: at most one per account and fact, and every unknown outcome seen.

use super::interleavings::{Books, intent};
use chrono::TimeDelta;
use entity::provider_call::CallStatus;
use leadwire::kernel::{
    provider::{Decision, Intent, Outcome, intend},
    queue::manual,
};
use serde_json::json;

#[tokio::test]
async fn an_answer_is_known_to_the_next_who_ask_until_it_is_old() {
    let b = Books::open().await;
    let ask = intent("a");
    let Decision::Go(call) = b.intend(&ask).await else { panic!("nobody asked before") };
    b.settle(call, &Outcome::Done { value: json!({ "email": 1 }), cost_micros: 7 }).await;
    let Decision::Known(known) = b.intend(&ask).await else { panic!("it was answered") };
    assert_eq!(known.value, json!({ "email": 1 }));
    let other_operation = Intent { operation: "finder", ..ask.clone() };
    assert!(matches!(b.intend(&other_operation).await, Decision::Go(_)));
    let other_account = Intent { account: "key-2".into(), ..ask.clone() };
    assert!(matches!(b.intend(&other_account).await, Decision::Go(_)));

    b.t.advance(TimeDelta::days(31));
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)), "asked again on purpose");
    let groups: Vec<_> =
        b.rows().await.iter().filter(|row| row.operation == "match").map(|r| r.attempt_group).collect();
    assert_eq!(groups, [0, 0, 1], "the old call stays on the books");
}

#[tokio::test]
async fn a_call_that_was_certainly_not_made_is_made_again() {
    let b = Books::open().await;
    let ask = intent("a");
    for _ in 0..3 {
        let Decision::Go(call) = b.intend(&ask).await else { panic!("it may be made") };
        b.settle(call, &Outcome::Failed { reason: "rate_limited".into() }).await;
    }
    let rows = b.rows().await;
    assert_eq!((rows.len(), rows[0].status, rows[0].cost_micros), (1, CallStatus::Failed, 0));
}

#[tokio::test]
async fn an_unknown_outcome_counts_as_paid_and_is_left_alone_for_a_day() {
    let b = Books::open().await;
    let ask = intent("a");
    let Decision::Go(call) = b.intend(&ask).await else { panic!() };
    b.settle(call, &Outcome::Unknown { reason: "unreachable".into() }).await;
    let Decision::Unknown(cut_off) = b.intend(&ask).await else { panic!("nobody knows") };
    assert!(!cut_off.is_new, "whoever settled it said so");
    assert_eq!(cut_off.cost_micros, 20_000);
    b.t.advance(TimeDelta::hours(23));
    assert!(matches!(b.intend(&ask).await, Decision::Unknown(_)));
    b.t.advance(TimeDelta::hours(1));
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)));
    assert_eq!(b.rows().await[0].cost_micros, 20_000, "what may have been spent stays counted");
}

#[tokio::test]
async fn a_request_that_died_is_found_when_no_call_can_take_so_long() {
    let b = Books::open().await;
    let ask = intent("a");
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)));
    b.t.advance(TimeDelta::seconds(119));
    assert!(matches!(b.intend(&ask).await, Decision::Busy));
    b.t.advance(TimeDelta::seconds(1));
    let Decision::Unknown(cut_off) = b.intend(&ask).await else { panic!("cut off") };
    assert!(cut_off.is_new, "to be named in the log");
    let Decision::Unknown(again) = b.intend(&ask).await else { panic!("cut off") };
    assert!(again.is_new, "whoever found it died before they could say so");
    let mut tx = b.begin().await;
    assert!(again.close(&mut tx).await.unwrap() && !cut_off.close(&mut tx).await.unwrap(), "once");
    tx.commit().await.unwrap();
    let Decision::Unknown(known) = b.intend(&ask).await else { panic!("cut off") };
    assert!(!known.is_new, "it was said");
}

#[tokio::test]
async fn a_task_finds_at_once_what_it_left_open_itself_and_others_wait_while_it_is_at_work() {
    let b = Books::open().await;
    let (mine, theirs) = (b.slice("calls/mine").await, b.slice("calls/theirs").await);
    let ask = Intent { task: Some(mine.task()), ..intent("a") };
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)));
    let other = Intent { task: Some(theirs.task()), ..intent("a") };
    assert!(matches!(b.intend(&other).await, Decision::Busy));
    manual::take_over(&mine).await.unwrap();
    let Decision::Unknown(cut_off) = b.intend(&other).await else { panic!("nobody is at it any more") };
    assert!(cut_off.is_new);

    let ask = Intent { task: Some(theirs.task()), ..intent("b") };
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)));
    let Decision::Unknown(cut_off) = b.intend(&ask).await else { panic!("it was we ourselves, earlier") };
    assert!(cut_off.is_new);
}

#[tokio::test]
async fn a_late_answer_settles_what_was_taken_for_cut_off() {
    let b = Books::open().await;
    let ask = intent("a");
    let Decision::Go(call) = b.intend(&ask).await else { panic!() };
    b.t.advance(TimeDelta::minutes(3));
    assert!(matches!(b.intend(&ask).await, Decision::Unknown(_)));
    b.settle(call, &Outcome::Done { value: json!(1), cost_micros: 5 }).await;
    assert!(matches!(b.intend(&ask).await, Decision::Known(known) if known.value == json!(1)));
}

#[tokio::test]
async fn what_is_settled_in_a_transaction_that_is_dropped_stays_open() {
    let b = Books::open().await;
    let ask = intent("a");
    let Decision::Go(call) = b.intend(&ask).await else { panic!() };
    let mut tx = b.begin().await;
    call.settle(&mut tx, &Outcome::Done { value: json!(1), cost_micros: 5 }).await.unwrap();
    drop(tx);
    assert_eq!(b.rows().await[0].status, CallStatus::Intended);
}

#[tokio::test]
async fn another_agency_keeps_books_of_its_own() {
    let b = Books::open().await;
    let ask = intent("a");
    assert!(matches!(b.intend(&ask).await, Decision::Go(_)));
    let other = b.t.agency("other").await.scope().await;
    assert!(matches!(intend(&b.t.app, &other, &ask).await.unwrap(), Decision::Go(_)));
}
