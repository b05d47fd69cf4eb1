//! The ledger's promises, by the clock the test owns.

use super::support::{Duty, Noted, Plan, begun, ledger, noted, seconds, statuses, wire};
use crate::support::app::TestApp;
use chrono::TimeDelta;
use entity::background_task::TaskStatus;
use leadwire::{
    config::Config,
    kernel::{
        queue::{Slice, manual},
        scope::Scope,
        tx::Tx,
    },
};

async fn start() -> (TestApp, Scope) {
    let t = TestApp::wired(Config::default(), wire).await;
    let scope = t.agency("acme").await.scope().await;
    t.run_tasks().await;
    (t, scope)
}

async fn book(t: &TestApp, scope: &Scope, duties: &[Duty]) {
    let mut tx = Tx::begin(&t.app, scope).await.unwrap();
    for duty in duties {
        tx.enqueue(duty).unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_rolled_back_leaves_neither_row_nor_event_nor_task() {
    let (t, scope) = start().await;
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    tx.emit(&Noted { text: "never".into() }).await.unwrap();
    tx.enqueue(&Duty::new("rolled-back", Plan::Done)).unwrap();
    drop(tx);
    assert_eq!(t.run_tasks().await, 0);
    let connection = t.database.connect().await;
    assert_eq!(noted(&connection).await, [""; 0]);
    assert_eq!(statuses(&connection).await, []);
    assert_eq!(begun("rolled-back"), 0);
}

#[tokio::test]
async fn one_key_is_one_live_task_and_can_be_booked_again_when_it_is_done() {
    let (t, scope) = start().await;
    book(
        &t,
        &scope,
        &[Duty::keyed("key/one", "k"), Duty::keyed("key/two", "k"), Duty::keyed("key/other", "l")],
    )
    .await;
    book(&t, &scope, &[Duty::keyed("key/three", "k")]).await;
    assert_eq!(t.run_tasks().await, 2);
    assert_eq!((begun("key/one"), begun("key/two"), begun("key/three"), begun("key/other")), (1, 0, 0, 1));
    book(&t, &scope, &[Duty::keyed("key/four", "k")]).await;
    assert_eq!(t.run_tasks().await, 1);
    assert_eq!(begun("key/four"), 1);
}

#[tokio::test]
async fn the_same_key_of_another_agency_is_another_task() {
    let (t, scope) = start().await;
    let other = t.agency("other").await.scope().await;
    book(&t, &scope, &[Duty::keyed("agencies/one", "k")]).await;
    book(&t, &other, &[Duty::keyed("agencies/two", "k")]).await;
    assert_eq!(t.run_tasks().await, 2);
}

#[tokio::test]
async fn a_task_that_fails_waits_longer_each_time_then_is_dead_and_its_owner_told_at_once() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("fails", Plan::Fails)]).await;
    assert_eq!(t.run_tasks().await, 1);
    t.advance(TimeDelta::milliseconds(900));
    assert_eq!(t.run_tasks().await, 0, "not before a second");
    t.advance(TimeDelta::milliseconds(400));
    assert_eq!(t.run_tasks().await, 1, "then with a quarter's jitter at most");
    t.advance(TimeDelta::milliseconds(1_900));
    assert_eq!(t.run_tasks().await, 0, "not before two seconds");
    let connection = t.database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Retrying]);
    assert_eq!(noted(&connection).await, [""; 0]);
    t.advance(TimeDelta::milliseconds(700));
    assert_eq!(t.run_tasks().await, 1);
    let row = ledger(&connection).await.remove(0);
    assert_eq!((row.status, row.attempt), (TaskStatus::Dead, 3));
    assert!(row.finished_at.is_some() && row.last_error.unwrap().starts_with("INTERNAL"));
    assert_eq!(noted(&connection).await, ["gave up fails: INTERNAL"]);
    t.advance(seconds(86_400));
    assert_eq!(t.run_tasks().await, 0);
    assert_eq!(begun("fails"), 3);
}

#[tokio::test]
async fn what_cannot_be_helped_by_trying_is_not_tried_again() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("fatal", Plan::FailsForGood)]).await;
    t.run_tasks().await;
    let connection = t.database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Dead]);
    assert_eq!(noted(&connection).await, ["gave up fatal: INTERNAL"]);
}

#[tokio::test]
async fn to_come_back_later_costs_no_attempt() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("later", Plan::Later(60))]).await;
    assert_eq!(t.run_tasks().await, 1);
    t.advance(seconds(59));
    assert_eq!(t.run_tasks().await, 0);
    let connection = t.database.connect().await;
    assert_eq!(ledger(&connection).await[0].attempt, 0);
    t.advance(seconds(1));
    assert_eq!(t.run_tasks().await, 1);
    assert_eq!(statuses(&connection).await, [TaskStatus::Done]);
}

#[tokio::test]
async fn an_owner_who_cannot_be_told_does_not_keep_a_task_alive() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("untold", Plan::FailsUntold)]).await;
    assert_eq!(t.run_tasks().await, 1);
    let connection = t.database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Dead]);
    assert_eq!(noted(&connection).await, [""; 0]);
}

#[tokio::test]
async fn nobody_puts_a_task_off_for_ever() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("put-off", Plan::Later(u64::MAX))]).await;
    assert_eq!(t.run_tasks().await, 1);
    t.advance(TimeDelta::days(31));
    t.run_tasks().await;
    let connection = t.database.connect().await;
    assert_eq!((begun("put-off"), statuses(&connection).await), (2, vec![TaskStatus::Done]));
}

#[tokio::test]
async fn each_slice_has_its_effect_once_and_a_new_count_of_attempts() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("sliced", Plan::Slices(3))]).await;
    assert_eq!(t.run_tasks().await, 3);
    let connection = t.database.connect().await;
    assert_eq!(noted(&connection).await, ["sliced", "sliced", "sliced"]);
    assert_eq!(statuses(&connection).await, [TaskStatus::Done]);
}

#[tokio::test]
async fn a_zombie_neither_ends_its_slice_nor_leaves_an_effect() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("zombie", Plan::Done)]).await;
    let zombie = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::take_over(&zombie).await.unwrap();
    let connection = t.database.connect().await;
    assert_eq!(ledger(&connection).await[0].attempt, 1, "a death is an attempt");
    let heir = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::work(&zombie).await.unwrap();
    assert_eq!(noted(&connection).await, [""; 0], "its effect was rolled back");
    assert_eq!(statuses(&connection).await, [TaskStatus::Admitted], "its heir still holds the task");
    manual::work(&heir).await.unwrap();
    manual::take_over(&zombie).await.unwrap();
    assert_eq!(noted(&connection).await, ["zombie"]);
    assert_eq!(statuses(&connection).await, [TaskStatus::Done]);
    assert_eq!(t.run_tasks().await, 0);
}

#[tokio::test]
async fn a_task_that_kills_its_worker_is_dead_after_its_attempts() {
    let (t, scope) = start().await;
    book(&t, &scope, &[Duty::new("poison", Plan::Done)]).await;
    for death in 1..=3 {
        let slice = manual::hand_out(&t.app).await.unwrap().unwrap_or_else(|| panic!("alive before {death}"));
        manual::take_over(&slice).await.unwrap();
        if death == 2 {
            assert!(manual::hand_out(&t.app).await.unwrap().is_none(), "at once only after the first");
            t.advance(seconds(3));
        }
    }
    t.advance(seconds(600));
    assert!(manual::hand_out(&t.app).await.unwrap().is_none());
    let connection = t.database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Dead]);
    assert_eq!(noted(&connection).await, ["gave up poison: UNAVAILABLE"]);
}

#[tokio::test]
async fn who_dies_twice_beside_a_poisonous_task_is_not_given_up_with_it() {
    let (t, scope) = start().await;
    let duties =
        ["beside/1", "beside/poison", "beside/2", "beside/3"].map(|name| Duty::new(name, Plan::Done));
    book(&t, &scope, &duties).await;
    let together = hand_out_all(&t).await;
    let poison = together[1].task();
    manual::take_over_all(&together).await.unwrap();
    let again = hand_out_all(&t).await;
    assert_eq!(again.len(), 4, "at once, the first time");
    manual::take_over_all(&again).await.unwrap();
    let mut alone = vec![];
    for _ in 0..100 {
        for slice in hand_out_all(&t).await {
            alone.push(t.app.now());
            match slice.task() == poison {
                true => manual::take_over(&slice).await.unwrap(),
                false => manual::work(&slice).await.unwrap(),
            }
        }
        t.advance(TimeDelta::milliseconds(250));
    }
    assert_eq!(alone.len(), 4);
    assert!(alone.is_sorted_by(|one, next| *next - *one >= seconds(1)), "one after the other: {alone:?}");
    let connection = t.database.connect().await;
    assert_eq!(
        noted(&connection).await,
        ["beside/1", "gave up beside/poison: UNAVAILABLE", "beside/2", "beside/3"]
    );
}

/// All that is due, as one worker holds it.
async fn hand_out_all(t: &TestApp) -> Vec<Slice> {
    let mut all = vec![];
    while let Some(slice) = manual::hand_out(&t.app).await.unwrap() {
        all.push(slice);
    }
    all
}
