//! What is told of a lead request: that it started, how far it is, how it ended.

use super::support::{DESCRIPTION, Lab};
use crate::support::stream::Follower;
use entity::{data_source::DataSourceKind as Kind, job::JobStatus};
use leadwire::{graphql::Id, sandbox::SandboxSettings};
use serde_json::{Value, json};

const STEPS: [&str; 5] = [
    "LEAD_REQUEST_CREATED",
    "LEAD_REQUEST_STARTED",
    "LEAD_REQUEST_COMPLETED",
    "LEAD_REQUEST_FAILED",
    "LEAD_REQUEST_CANCELLED",
];
const TOLD: &str = "query($k: [EventKind!]) { events(first: 100, kinds: $k) { nodes {
    kind subjectType subjectId alsoTouches changes { field from to } payload } } }";
const SEEN: &str = "query($id: ID!) { leadRequest(id: $id) { status error completedAt prospectCount } }";
const FOLLOW: &str = "subscription($id: ID!, $a: Cursor) {
    leadRequestProgress(id: $id, after: $a) { kind changes { field from to } } }";

async fn told(lab: &Lab, kinds: &[&str]) -> Vec<Value> {
    let events = lab.admin.ask(TOLD, json!({ "k": kinds })).await["events"]["nodes"].clone();
    events.as_array().expect("a list").clone()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().expect("a kind")).collect()
}

fn status(from: &str, to: &str) -> Value {
    json!({ "field": "status", "from": from, "to": to })
}

#[tokio::test]
async fn a_request_tells_that_it_started_how_far_it_is_and_what_came_of_it() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let create = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) {
        id completedAt savePipelineId savePipeline { id name } job { id } } }";
    let save = json!({ "newPipeline": { "name": "Best", "template": "OUTREACH" }, "count": 3 });
    let input = json!({ "description": DESCRIPTION, "maxResults": 10, "saveTo": save });
    let made = lab.admin.ask(create, json!({ "i": input })).await["leadRequestCreate"].clone();
    assert_eq!((&made["completedAt"], &made["savePipeline"]["name"]), (&Value::Null, &json!("Best")));
    assert_eq!(made["savePipeline"]["id"], made["savePipelineId"]);
    let request = lab.only_request().await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    let seen = lab.admin.ask(SEEN, json!({ "id": made["id"] })).await["leadRequest"].clone();
    assert_eq!((&seen["status"], &seen["error"]), (&json!("COMPLETED"), &Value::Null));
    assert!(seen["completedAt"].is_string(), "{seen}");

    let steps = told(&lab, &STEPS).await;
    assert_eq!(kinds(&steps), ["LEAD_REQUEST_CREATED", "LEAD_REQUEST_STARTED", "LEAD_REQUEST_COMPLETED"]);
    assert_eq!(steps[1]["changes"], json!([status("QUEUED", "RUNNING")]));
    let count = json!({ "field": "prospectCount", "from": 0, "to": seen["prospectCount"] });
    assert_eq!(steps[2]["changes"], json!([status("RUNNING", "COMPLETED"), count]));
    let further = told(&lab, &["LEAD_REQUEST_PROGRESSED"]).await;
    let marks: Vec<i64> =
        further.iter().map(|event| event["changes"][0]["to"].as_i64().expect("a number")).collect();
    assert!(!marks.is_empty() && marks.is_sorted(), "{marks:?}");
    for event in steps.iter().chain(&further) {
        assert_eq!((&event["subjectType"], &event["subjectId"]), (&json!("LEAD_REQUEST"), &made["id"]));
        assert_eq!(event["alsoTouches"], json!([made["job"]["id"]]));
        assert!(!event.to_string().contains("logistics"), "no words of theirs: {event:#}");
    }
}

#[tokio::test]
async fn one_that_fails_says_so_and_starts_anew_when_it_is_tried_again() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Hunter]).await;
    let request = lab.ask(DESCRIPTION).await;
    let id = json!(Id(request.id).text());
    let follow = json!({ "id": id, "a": Follower::now(&lab.admin).await });
    let mut live = Follower::open(&lab.admin, FOLLOW, follow).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Failed);
    let failed = loop {
        let message = live.next("leadRequestProgress").await;
        assert_ne!(message["kind"], "LEAD_REQUEST_COMPLETED");
        if message["kind"] == "LEAD_REQUEST_FAILED" {
            break message;
        }
    };
    assert_eq!(failed["changes"], json!([status("RUNNING", "FAILED")]));
    let seen = lab.admin.ask(SEEN, json!({ "id": id })).await["leadRequest"].clone();
    assert_eq!((&seen["status"], &seen["prospectCount"]), (&json!("FAILED"), &json!(0)));
    assert!(seen["error"].is_string() && seen["completedAt"].is_string(), "{seen}");
    let notices = lab.admin.notifications().await;
    assert_eq!(kinds(&notices), ["JOB_FAILED"]);

    lab.plug(Kind::Apollo).await;
    lab.steer("jobRetry", &request).await;
    let seen = lab.admin.ask(SEEN, json!({ "id": id })).await["leadRequest"].clone();
    let waiting = json!({ "status": "QUEUED", "error": null, "completedAt": null, "prospectCount": 0 });
    assert_eq!(seen, waiting, "it waits as if it were new");
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    assert_eq!(
        kinds(&told(&lab, &STEPS).await),
        [
            "LEAD_REQUEST_CREATED",
            "LEAD_REQUEST_STARTED",
            "LEAD_REQUEST_FAILED",
            "LEAD_REQUEST_STARTED",
            "LEAD_REQUEST_COMPLETED"
        ]
    );
    assert_eq!(lab.admin.notifications().await.len(), 2, "its end is told too, each once");
}
