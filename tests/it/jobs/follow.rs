use super::support::start;
use crate::support::stream::Follower;
use chrono::TimeDelta;
use entity::job_log::LogLevel;
use leadwire::{jobs, kernel::tx::Tx};
use serde_json::json;

const PROGRESS: &str = "subscription($id: ID!, $a: Cursor) { jobProgress(id: $id, after: $a) { cursor kind snapshot changes { field from to } job { status processed } } }";

#[tokio::test]
async fn job_progress_begins_with_how_it_is_and_goes_on_after_a_cursor() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let other = t.job(&ada, 1, false).await;
    let job = t.job(&ada, 2, false).await;
    let mut live = Follower::open(&ada, PROGRESS, json!({ "id": job.id })).await;
    let first = live.next("jobProgress").await;
    assert_eq!((&first["kind"], &first["snapshot"]), (&json!("SNAPSHOT"), &json!(true)));
    assert_eq!(first["job"]["status"], "PENDING");

    ada.steered("Start", &job.id).await;
    t.advance(TimeDelta::seconds(1));
    t.run_tasks().await;
    let mut kinds = vec![];
    let mut cursors = vec![];
    while kinds.last() != Some(&json!("JOB_COMPLETED")) {
        let message = live.next("jobProgress").await;
        kinds.push(message["kind"].clone());
        cursors.push(message["cursor"].clone());
    }
    assert_eq!(kinds, [json!("JOB_STARTED"), json!("JOB_PROGRESSED"), json!("JOB_COMPLETED")]);

    let mut resumed = Follower::open(&ada, PROGRESS, json!({ "id": job.id, "a": cursors[0] })).await;
    assert_eq!(resumed.next("jobProgress").await["cursor"], cursors[1]);
    assert_eq!(resumed.next("jobProgress").await["cursor"], cursors[2]);

    let changes = "subscription($a: Cursor) { jobChanges(after: $a) { kind job { id } } }";
    let mut all = Follower::open(&ada, changes, json!({ "a": cursors[2] })).await;
    ada.steered("Cancel", &t.job(&ada, 1, false).await.id).await;
    assert_eq!(all.next("jobChanges").await["kind"], "JOB_CREATED");
    assert_eq!(all.next("jobChanges").await["kind"], "JOB_CANCELLED");
    ada.steered("Cancel", &other.id).await;
    assert_eq!(all.next("jobChanges").await["job"]["id"], other.id, "of every job");
    assert!(resumed.is_silent().await, "of this job only");
}

#[tokio::test]
async fn job_logs_stream_line_by_line_also_without_an_event() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 9, true).await, ada.scope().await);
    let write = async |text: &str| {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        jobs::log(&mut tx, job.job.id, LogLevel::Info, text, None).await.unwrap();
        tx.commit().await.unwrap();
    };
    write("before").await;
    let query = "subscription($id: ID!, $a: Int) { jobLogs(id: $id, after: $a) { seq message } }";
    let mut all = Follower::open(&ada, query, json!({ "id": job.id, "a": 0 })).await;
    let mut new = Follower::open(&ada, query, json!({ "id": job.id })).await;
    assert_eq!(all.next("jobLogs").await, json!({ "seq": 1, "message": "before" }));
    assert!(new.is_silent().await, "what was there before is not told");
    write("after").await;
    assert_eq!(all.next("jobLogs").await["seq"], 2);
    assert_eq!(new.next("jobLogs").await, json!({ "seq": 2, "message": "after" }));
}

#[tokio::test]
async fn job_logs_of_a_level_pass_over_quiet_lines_however_many() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 9, true).await, ada.scope().await);
    let write = async |lines: Vec<(LogLevel, usize)>| {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        for (level, count) in lines {
            for _ in 0..count {
                jobs::log(&mut tx, job.job.id, level, "something", None).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    };
    write(vec![(LogLevel::Warning, 1), (LogLevel::Info, 450), (LogLevel::Error, 1)]).await;
    let query = "subscription($id: ID!, $a: Int, $l: LogLevel) { jobLogs(id: $id, after: $a, level: $l) { seq level } }";
    let follow = async |after: i64, level: LogLevel| {
        Follower::open(&ada, query, json!({ "id": job.id, "a": after, "l": level })).await
    };
    let mut loud = follow(0, LogLevel::Warning).await;
    assert_eq!(loud.next("jobLogs").await, json!({ "seq": 1, "level": "WARNING" }));
    assert_eq!(loud.next("jobLogs").await, json!({ "seq": 452, "level": "ERROR" }), "behind two batches");
    write(vec![(LogLevel::Debug, 1), (LogLevel::Info, 1)]).await;
    assert!(loud.is_silent().await, "nothing loud was written");
    write(vec![(LogLevel::Warning, 1)]).await;
    assert_eq!(loud.next("jobLogs").await, json!({ "seq": 455, "level": "WARNING" }));
    let mut loudest = follow(1, LogLevel::Error).await;
    assert_eq!(loudest.next("jobLogs").await["seq"], 452);
    let mut all = follow(452, LogLevel::Debug).await;
    assert_eq!(all.next("jobLogs").await, json!({ "seq": 453, "level": "DEBUG" }));
}

#[tokio::test]
async fn another_agencys_job_cannot_be_followed() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let eve = t.agency("evil").await;
    let job = t.job(&ada, 1, true).await;
    for query in [PROGRESS, "subscription($id: ID!) { jobLogs(id: $id) { seq } }"] {
        let refused = Follower::refused(&eve, query, json!({ "id": job.id })).await;
        assert_eq!(refused, "NOT_FOUND", "{query}");
    }
    let mut live = Follower::open(&eve, "subscription { jobChanges { kind } }", json!({})).await;
    assert!(live.is_silent().await);
    ada.steered("Cancel", &job.id).await;
    assert!(live.is_silent().await, "what happens elsewhere is not told");
}
