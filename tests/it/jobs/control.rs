use super::support::start;
use crate::support::actor::code;
use leadwire::kernel::queue::manual;
use serde_json::json;

#[tokio::test]
async fn a_job_runs_from_start_to_end_and_says_so() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 3, false).await;
    assert_eq!(ada.status(&job.id).await, "PENDING");
    assert_eq!(t.run_tasks().await, 0, "nothing was booked yet");

    assert_eq!(ada.steered("Start", &job.id).await, "RUNNING");
    assert_eq!(t.run_tasks().await, 3);
    let query = "query($id: ID!) { job(id: $id) { status progress processed total progressNote finishedAt durationMs } }";
    let seen = ada.ask(query, json!({ "id": job.id })).await;
    let seen = &seen["job"];
    assert_eq!(seen["status"], "COMPLETED");
    assert_eq!((&seen["progress"], &seen["processed"]), (&json!(100), &json!(3)));
    assert_eq!(seen["progressNote"], "All steps done.");
    assert!(seen["finishedAt"].is_string());
}

#[tokio::test]
async fn a_paused_job_stands_still_and_goes_on_where_it_stood() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 3, true).await;
    let first = manual::hand_out(&t.app).await.unwrap().expect("booked at once");
    manual::work(&first).await.unwrap();

    assert_eq!(ada.steered("Pause", &job.id).await, "PAUSED");
    assert_eq!(t.run_tasks().await, 0, "its task is held");
    t.advance(chrono::TimeDelta::days(30));
    assert_eq!(t.run_tasks().await, 0, "however long");
    assert_eq!(ada.see(&job.id, "processed").await, 1);

    assert_eq!(ada.steered("Resume", &job.id).await, "RUNNING");
    assert_eq!(t.run_tasks().await, 2);
    assert_eq!(ada.status(&job.id).await, "COMPLETED");
    assert_eq!(ada.see(&job.id, "processed").await, 3, "no step twice");
}

#[tokio::test]
async fn a_slice_at_work_while_its_job_is_paused_is_recorded_then_parked() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 3, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    ada.steered("Pause", &job.id).await;
    manual::work(&slice).await.unwrap();
    assert_eq!(ada.see(&job.id, "processed").await, 0, "no call was begun");
    assert_eq!(t.run_tasks().await, 0, "parked, not spinning");
    ada.steered("Resume", &job.id).await;
    t.run_tasks().await;
    assert_eq!(ada.see(&job.id, "processed").await, 3);
}

#[tokio::test]
async fn a_cancelled_job_does_nothing_more_and_can_be_retried_from_its_checkpoint() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 4, true).await;
    let first = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::work(&first).await.unwrap();
    assert_eq!(ada.steered("Cancel", &job.id).await, "CANCELLED");
    assert_eq!(t.run_tasks().await, 0);
    assert_eq!(ada.see(&job.id, "processed").await, 1);

    assert_eq!(ada.steered("Retry", &job.id).await, "PENDING");
    t.run_tasks().await;
    assert_eq!(ada.status(&job.id).await, "COMPLETED");
    assert_eq!(ada.see(&job.id, "processed").await, 4, "the first step was not done again");
}

#[tokio::test]
async fn a_job_that_is_being_wound_up_is_not_retried_yet() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 3, true).await;
    let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
    ada.steered("Cancel", &job.id).await;
    let refused = ada.steer("Retry", &job.id).await;
    assert_eq!(code(&refused), "CONFLICT");
    manual::work(&slice).await.unwrap();
    assert_eq!(ada.steered("Retry", &job.id).await, "PENDING");
}

#[tokio::test]
async fn a_failed_job_says_why_and_goes_on_when_retried() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job_with(&ada, 3, true, json!({ "failsAt": 2 })).await;
    t.run_tasks().await;
    assert_eq!(ada.status(&job.id).await, "FAILED");
    let errors = ada.see(&job.id, "errors { message }").await;
    assert_eq!(errors, json!([{ "message": "A step could not be done." }]));
    assert_eq!(ada.see(&job.id, "errorCount").await, 1);
    let dead = ada.ask("{ deadTasks { nodes { id kind status lastError job { id } } } }", json!({})).await;
    let dead = &dead["deadTasks"]["nodes"][0];
    assert_eq!((&dead["kind"], &dead["job"]["id"]), (&json!("test.steps"), &json!(job.id)));

    let retry = "mutation($i: DeadTaskRetryInput!) { deadTaskRetry(input: $i) { status } }";
    let refused = ada.gql(retry, json!({ "i": { "id": dead["id"] } })).await;
    assert_eq!(code(&refused), "CONFLICT", "its job is over: the job is retried, not the task");
    assert_eq!(ada.steered("Retry", &job.id).await, "PENDING");
    t.run_tasks().await;
    assert_eq!(ada.status(&job.id).await, "FAILED", "it cannot be done");
    assert_eq!(ada.see(&job.id, "processed").await, 1);
}

#[tokio::test]
async fn a_step_the_status_does_not_allow_names_status_and_legal_steps() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    ada.steered("Pause", &job.id).await;
    let before = ada.see(&job.id, "version").await;
    let twice = ada.steer("Pause", &job.id).await;
    assert_eq!(code(&twice), "CONFLICT");
    assert_eq!(twice["errors"][0]["message"], "A job that is PAUSED cannot PAUSE.");
    assert_eq!(twice["errors"][0]["extensions"]["hint"], "Allowed now: RESUME, CANCEL.");
    assert_eq!(ada.see(&job.id, "version").await, before, "no trace");

    ada.steered("Resume", &job.id).await;
    t.run_tasks().await;
    for verb in ["Start", "Pause", "Resume", "Cancel", "Retry"] {
        let refused = ada.steer(verb, &job.id).await;
        assert_eq!(code(&refused), "CONFLICT", "{verb}");
        assert_eq!(refused["errors"][0]["extensions"]["hint"], "Allowed now: nothing.");
    }
}

#[tokio::test]
async fn kinds_that_are_not_made_by_hand_are_refused_by_name() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let create = "mutation($i: JobCreateInput!) { jobCreate(input: $i) { id } }";
    let refused = ada.gql(create, json!({ "i": { "kind": "GENERATE_LEADS" } })).await;
    assert_eq!(code(&refused), "BAD_USER_INPUT");
    assert_eq!(crate::support::actor::field(&refused), "kind");
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("leadRequestCreate"));
    assert_eq!(ada.ask("{ jobs { totalCount } }", json!({})).await["jobs"]["totalCount"], 0);
}
