//! Exports that are stopped: killed, cancelled, paused, their spool lost.

use super::support::{begin, crowd, done, job, kept, on_disk, records, result};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use entity::file::FileStatus;
use leadwire::kernel::{
    housekeeping,
    queue::manual::{hand_out, take_over, work},
};
use serde_json::{Value, json};
use std::io::Write;

const MANY: i64 = 4_500;

async fn begun(t: &TestApp, ada: &Actor, format: &str) -> Value {
    crowd(t, ada, MANY).await;
    begin(ada, json!({ "what": "LEADS", "columns": ["fullName"], "format": format })).await
}

/// Runs one slice.
async fn step(t: &TestApp) {
    work(&hand_out(&t.app).await.unwrap().expect("something is due")).await.unwrap();
}

fn every_row_once(csv: &[u8]) {
    let names: Vec<String> = records(csv).into_iter().skip(1).flatten().collect();
    let right: Vec<String> = (0..MANY).rev().map(|n| format!("Lead {n:05}")).collect();
    assert_eq!(names, right);
}

#[tokio::test]
async fn one_that_is_killed_goes_on_from_its_last_whole_slice() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = begun(&t, &ada, "CSV").await;
    step(&t).await;
    let half = job(&ada, &id).await;
    assert_eq!((&half["status"], &half["total"]), (&json!("RUNNING"), &json!(MANY)));
    let processed = half["processed"].as_i64().unwrap();
    assert!(processed > 0 && processed < MANY, "{half}");
    // A worker that wrote on and died before its checkpoint.
    let dead = hand_out(&t.app).await.unwrap().unwrap();
    let mut spool = std::fs::File::options().append(true).open(&on_disk(&t)[0]).unwrap();
    spool.write_all(b"Lead 00000\r\nLead 000").unwrap();
    take_over(&dead).await.unwrap();
    t.run_tasks().await;
    every_row_once(&result(&t, &ada, &id).await);
    assert_eq!(job(&ada, &id).await["processed"], MANY);
    let files = kept(&t).await;
    assert_eq!((files.len(), files[0].status, on_disk(&t).len()), (1, FileStatus::Ready, 1));
}

#[tokio::test]
async fn one_whose_bytes_are_gone_begins_anew() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = begun(&t, &ada, "CSV").await;
    step(&t).await;
    std::fs::remove_file(&on_disk(&t)[0]).unwrap();
    t.run_tasks().await;
    every_row_once(&result(&t, &ada, &id).await);
    assert_eq!(job(&ada, &id).await["processed"], MANY, "rows do not count twice");
}

#[tokio::test]
async fn a_cancelled_one_has_no_result_and_can_be_tried_again() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = begun(&t, &ada, "XLSX").await;
    step(&t).await;
    let control = async |name: &str| {
        let kind = format!("J{}Input", &name[1..]);
        let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ status }} }}");
        ada.gql(&query, json!({ "i": { "id": id } })).await
    };
    control("jobCancel").await;
    t.run_tasks().await;
    let stopped = job(&ada, &id).await;
    assert_eq!((&stopped["status"], &stopped["resultFile"]), (&json!("CANCELLED"), &Value::Null));
    assert_eq!(code(&control("jobPause").await), "CONFLICT");
    assert_eq!(code(&control("jobRetry").await), "");
    t.run_tasks().await;
    assert!(result(&t, &ada, &id).await.starts_with(b"PK"));
    assert_eq!(on_disk(&t).len(), 1);
}

#[tokio::test]
async fn a_paused_one_waits_and_goes_on() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = begun(&t, &ada, "CSV").await;
    step(&t).await;
    done(&ada, "jobPause", json!({ "id": id })).await;
    t.run_tasks().await;
    assert_eq!(job(&ada, &id).await["status"], "PAUSED");
    done(&ada, "jobResume", json!({ "id": id })).await;
    t.run_tasks().await;
    every_row_once(&result(&t, &ada, &id).await);
}

#[tokio::test]
async fn what_a_cancelled_one_wrote_is_thrown_away_in_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = begun(&t, &ada, "CSV").await;
    step(&t).await;
    done(&ada, "jobCancel", json!({ "id": id })).await;
    t.advance(chrono::TimeDelta::hours(25));
    housekeeping::run(&t.app).await.unwrap();
    assert!(kept(&t).await.is_empty() && on_disk(&t).is_empty());
}
