//! Calls that a crash cut off are named in the job's log, whoever finds them.

use super::support::start;
use chrono::TimeDelta;
use entity::ids::JobId;
use leadwire::kernel::{
    provider::{Decision, Intent, Outcome, intend},
    queue::{Slice, manual},
    tx::Tx,
};
use serde_json::{Value, json};

fn intent(slice: &Slice, job: JobId) -> Intent {
    Intent {
        provider: "APOLLO",
        account: "key-1".into(),
        operation: "bulk_match",
        fact_key: "somebody".into(),
        known_for: TimeDelta::days(30),
        cost_micros: 20_000,
        job: Some(job),
        data_source: None,
        workspace: None,
        requested_by: None,
        task: Some(slice.task()),
    }
}

/// The calls of unknown outcome that the log names.
async fn unknown(ada: &crate::support::actor::Actor, id: &str) -> Vec<Value> {
    let logs = ada.see(id, "logs(first: 100, level: WARNING) { nodes { message details } }").await;
    let lines = logs["nodes"].as_array().unwrap().iter();
    lines.filter(|line| line["details"]["outcome"] == "UNKNOWN").cloned().collect()
}

#[tokio::test]
async fn a_call_cut_off_by_a_crash_is_named_when_its_task_runs_again() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    let decision = intend(&t.app, slice.scope(), &intent(&slice, job.job.id)).await.unwrap();
    assert!(matches!(decision, Decision::Go(_)));
    // The process dies here; another takes the task over.
    manual::take_over(&slice).await.unwrap();
    t.run_tasks().await;
    assert_eq!(ada.status(&job.id).await, "COMPLETED");
    let named = unknown(&ada, &job.id).await;
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!(named[0]["details"]["outcome"], "UNKNOWN");
    assert_eq!(named[0]["details"]["costMicros"], 20_000);
    assert!(named[0]["message"].as_str().unwrap().contains("bulk_match at APOLLO"));
}

#[tokio::test]
async fn a_call_of_a_task_that_was_given_up_is_named_when_the_job_ends() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job_with(&ada, 2, true, json!({ "failsAt": 1 })).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    let decision = intend(&t.app, slice.scope(), &intent(&slice, job.job.id)).await.unwrap();
    assert!(matches!(decision, Decision::Go(_)));
    manual::work(&slice).await.unwrap();
    assert_eq!(ada.status(&job.id).await, "FAILED");
    assert_eq!(unknown(&ada, &job.id).await.len(), 1);
}

#[tokio::test]
async fn a_call_in_flight_while_its_job_is_cancelled_is_awaited_and_recorded() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    let Decision::Go(call) = intend(&t.app, slice.scope(), &intent(&slice, job.job.id)).await.unwrap() else {
        panic!("nobody asked before")
    };
    ada.steered("Cancel", &job.id).await;
    assert_eq!(unknown(&ada, &job.id).await.len(), 0, "it is not cut off: it is under way");
    let mut tx = slice.begin().await.unwrap();
    call.settle(&mut tx, &Outcome::Done { value: json!({ "found": true }), cost_micros: 20_000 })
        .await
        .unwrap();
    slice.done(tx).await.unwrap();
    assert_eq!(unknown(&ada, &job.id).await.len(), 0);
    let again = t.job(&ada, 2, true).await;
    let other = manual::hand_out(&t.app).await.unwrap().unwrap();
    let known = intend(&t.app, other.scope(), &intent(&other, again.job.id)).await.unwrap();
    assert!(matches!(known, Decision::Known(known) if known.value == json!({ "found": true })));
}

#[tokio::test]
async fn a_job_cost_what_the_ledger_says_however_its_calls_ended() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    let Decision::Go(call) = intend(&t.app, slice.scope(), &intent(&slice, job.job.id)).await.unwrap() else {
        panic!("nobody asked before")
    };
    assert_eq!(ada.see(&job.id, "costMicros").await, 0, "what is set aside is not spent yet");
    manual::take_over(&slice).await.unwrap();
    t.run_tasks().await;
    assert_eq!(ada.see(&job.id, "costMicros").await, 20_000, "cut off, it counts at its price");
    // The answer comes after all, and says what it really cost.
    let mut tx = Tx::begin(&t.app, slice.scope()).await.unwrap();
    call.settle(&mut tx, &Outcome::Done { value: json!(1), cost_micros: 7 }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ada.see(&job.id, "costMicros").await, 7, "not both");
}

#[tokio::test]
async fn a_job_that_ends_over_an_open_call_answers_with_what_it_cost() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    let decision = intend(&t.app, slice.scope(), &intent(&slice, job.job.id)).await.unwrap();
    assert!(matches!(decision, Decision::Go(_)));
    manual::take_over(&slice).await.unwrap();
    let cancel = "mutation($i: JobCancelInput!) { jobCancel(input: $i) { status costMicros } }";
    let cancelled = ada.ask(cancel, json!({ "i": { "id": job.id } })).await["jobCancel"].clone();
    assert_eq!(cancelled, json!({ "status": "CANCELLED", "costMicros": 20_000 }));
}
