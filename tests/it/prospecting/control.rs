//! Pause, resume, cancel, retry in the middle; the cache of answers.

use super::support::{ALL, DESCRIPTION, Lab};
use entity::{job::JobStatus, lead_request::LeadRequestStatus};
use leadwire::{kernel::queue::manual, sandbox::SandboxSettings};
use serde_json::json;

impl Lab {
    /// Runs so many slices of whatever is due.
    async fn slices(&self, count: usize) {
        for _ in 0..count {
            if let Some(slice) = manual::hand_out(&self.app).await.unwrap() {
                manual::work(&slice).await.unwrap();
            }
        }
    }

    /// Requests that reached the sandbox so far.
    async fn requests(&self) -> u64 {
        let calls = self.calls().await;
        calls["requests"].as_array().unwrap().iter().map(|row| row["count"].as_u64().unwrap()).sum()
    }
}

#[tokio::test]
async fn a_paused_request_asks_nobody_and_goes_on_where_it_stood() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    for _ in 0..6 {
        lab.slices(7).await;
        lab.steer("jobPause", &request).await;
        let before = lab.requests().await;
        assert_eq!(lab.test.run_tasks().await, 0, "everything is held");
        assert_eq!(lab.requests().await, before);
        assert_eq!(lab.request(&request).await.status, LeadRequestStatus::Running);
        lab.steer("jobResume", &request).await;
    }
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    assert_eq!(lab.results(&request).await.len(), 25);
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn a_slice_at_work_when_the_pause_comes_is_recorded_and_nothing_follows() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.slices(12).await;
    let slice = manual::hand_out(&lab.app).await.unwrap().expect("something is due");
    lab.steer("jobPause", &request).await;
    manual::work(&slice).await.unwrap();
    assert_eq!(lab.test.run_tasks().await, 0);
    lab.steer("jobResume", &request).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn a_cancelled_request_stops_for_good_and_can_be_tried_again_from_where_it_stood() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.slices(20).await;
    let cancel =
        "mutation($i: LeadRequestCancelInput!) { leadRequestCancel(input: $i) { status job { status } } }";
    let id = leadwire::graphql::Id(request.id).text();
    let seen = lab.admin.ask(cancel, json!({ "i": { "id": id } })).await;
    assert_eq!(seen["leadRequestCancel"], json!({ "status": "CANCELLED", "job": { "status": "CANCELLED" } }));
    let before = lab.requests().await;
    assert_eq!(lab.test.run_tasks().await, 0);
    assert_eq!(lab.requests().await, before);
    assert_eq!(lab.events("LEAD_REQUEST_CANCELLED").await, 1);

    lab.steer("jobRetry", &request).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    assert_eq!(lab.request(&request).await.status, LeadRequestStatus::Completed);
    assert_eq!(lab.calls().await["most_per_fact"], json!(1), "nothing is paid twice");
}

#[tokio::test]
async fn the_same_question_again_is_answered_from_what_is_known() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let first = lab.ask(DESCRIPTION).await;
    lab.finish(&first).await;
    let (paid, asked) = (lab.calls().await["calls"].clone(), lab.requests().await);
    let second = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&second).await;
    assert_eq!(job.status, JobStatus::Completed);
    assert_eq!(lab.calls().await["calls"], paid, "no paid call");
    assert!(lab.requests().await <= asked + 5, "hardly a free one");
    assert_eq!(job.cost_micros, 0);
    let names = |people: Vec<entity::prospect::Model>| -> Vec<String> {
        people.into_iter().map(|person| person.full_name).collect()
    };
    assert_eq!(names(lab.results(&first).await), names(lab.results(&second).await), "same input, same ranks");
}

#[tokio::test]
async fn another_agency_sees_nothing_of_it() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let best = lab.results(&request).await.remove(0);
    let other = lab.test.agency("other").await;
    let all = other.ask("{ leadRequests { totalCount } prospects { totalCount } }", json!({})).await;
    assert_eq!(all, json!({ "leadRequests": { "totalCount": 0 }, "prospects": { "totalCount": 0 } }));
    let (request, best) = (leadwire::graphql::Id(request.id).text(), leadwire::graphql::Id(best.id).text());
    for (query, id) in [
        ("query($id: ID!) { leadRequest(id: $id) { id } }", &request),
        ("query($id: ID!) { prospect(id: $id) { id } }", &best),
        ("mutation($id: ID!) { leadRequestCancel(input: {id: $id}) { id } }", &request),
        ("mutation($id: ID!) { prospectSave(input: {id: $id}) { lead { id } } }", &best),
        ("mutation($id: ID!) { prospectDismiss(input: {id: $id}) { id } }", &best),
    ] {
        let answer = other.gql(query, json!({ "id": id })).await;
        assert_eq!(crate::support::actor::code(&answer), "NOT_FOUND", "{query} {answer}");
    }
}
