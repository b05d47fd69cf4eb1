use super::support::start;
use crate::support::actor::{code, field};
use entity::job_log::LogLevel;
use leadwire::{jobs, kernel::tx::Tx};
use serde_json::json;

#[tokio::test]
async fn a_log_has_numbers_without_gaps_under_rollbacks_and_concurrency() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 10, true).await, ada.scope().await);
    let mut writers = vec![];
    for writer in 0..8 {
        let (app, scope, id) = (t.app.clone(), scope.clone(), job.job.id);
        writers.push(tokio::spawn(async move {
            for line in 0..5 {
                let mut tx = Tx::begin(&app, &scope).await.unwrap();
                let text = format!("writer {writer} line {line}");
                jobs::log(&mut tx, id, LogLevel::Info, &text, None).await.unwrap();
                if line == 2 {
                    continue; // dropped: nothing happened
                }
                tx.commit().await.unwrap();
            }
        }));
    }
    futures_util::future::try_join_all(writers).await.unwrap();
    let query = "query($id: ID!) { job(id: $id) { lastLogSeq logs(first: 100) { nodes { seq message } } } }";
    let seen = ada.ask(query, json!({ "id": job.id })).await;
    let lines = seen["job"]["logs"]["nodes"].as_array().unwrap();
    let numbers: Vec<_> = lines.iter().map(|line| line["seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=32).collect::<Vec<_>>());
    assert_eq!(seen["job"]["lastLogSeq"], 32);
    assert!(!lines.iter().any(|line| line["message"].as_str().unwrap().ends_with("line 2")));
}

#[tokio::test]
async fn a_log_is_paged_by_number_and_filtered_by_level() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 10, true).await, ada.scope().await);
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    for (at, level) in
        [LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error].into_iter().enumerate()
    {
        let details = Some(json!({ "at": at }));
        jobs::log(&mut tx, job.job.id, level, "something", details).await.unwrap();
    }
    tx.commit().await.unwrap();
    let query = "query($id: ID!, $f: Int, $a: Int!, $l: LogLevel) { job(id: $id) { logs(first: $f, after: $a, level: $l) { nodes { seq level details } pageInfo { hasNextPage } } } }";
    let page = ada.ask(query, json!({ "id": job.id, "f": 2, "a": 1 })).await;
    let page = &page["job"]["logs"];
    assert_eq!(page["nodes"][0], json!({ "seq": 2, "level": "INFO", "details": { "at": 1 } }));
    assert_eq!(
        (page["nodes"].as_array().unwrap().len(), &page["pageInfo"]["hasNextPage"]),
        (2, &json!(true))
    );
    let loud = ada.ask(query, json!({ "id": job.id, "a": 0, "l": "WARNING" })).await;
    let loud = loud["job"]["logs"]["nodes"].as_array().unwrap();
    assert_eq!(loud.iter().map(|line| line["seq"].as_i64().unwrap()).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(ada.see(&job.id, "errorCount").await, 1, "an error is counted on the job too");

    let refused = ada.gql(query, json!({ "id": job.id, "f": 101, "a": 0 })).await;
    assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "first"));
}

#[tokio::test]
async fn the_logs_of_many_jobs_are_read_together() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let ask = "{ jobs { nodes { logs(first: 2) { nodes { seq jobId } pageInfo { hasNextPage } } id } } }";
    let asked = async || {
        let before = t.app.db().statements();
        let seen = ada.ask(ask, json!({})).await["jobs"]["nodes"].clone();
        (seen, t.app.db().statements() - before)
    };
    t.job(&ada, 3, true).await;
    t.run_tasks().await;
    // The caller is found out through other statements, the first time.
    asked().await;
    let (_, of_one) = asked().await;
    for _ in 0..2 {
        t.job(&ada, 3, true).await;
    }
    t.run_tasks().await;
    let (seen, of_three) = asked().await;
    assert_eq!(of_three, of_one, "statements for three jobs and for one");
    assert_eq!(seen.as_array().unwrap().len(), 3);
    for job in seen.as_array().unwrap() {
        let line = |seq: i64| json!({ "seq": seq, "jobId": job["id"] });
        let expected = json!({ "nodes": [line(1), line(2)], "pageInfo": { "hasNextPage": true } });
        assert_eq!(job["logs"], expected);
    }
}
