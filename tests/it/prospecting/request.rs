//! The whole story: described, searched, merged, enriched, ranked.

use super::support::{DESCRIPTION, Lab};
use crate::support::stream::Follower;
use entity::{job::JobStatus, job_log::LogLevel, lead_request::LeadRequestStatus};
use leadwire::{connections, graphql::Id, prospecting};
use serde_json::{Value, json};

const CREATE: &str =
    "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id status job { id status } } }";
const FOLLOW: &str = "subscription($id: ID!, $a: Cursor) {
    leadRequestProgress(id: $id, after: $a) { cursor kind snapshot leadRequest { status job { progress } } } }";
const RESULT: &str = "query($id: ID!) { leadRequest(id: $id) {
    status prospectCount error degraded { source reason count recovered }
    profile { roles { values from } countries { values from } employees { min max from } }
    job { status progress total processed qualified rejected costMicros }
    prospects(first: 100) { totalCount nodes {
        id rank fullName title companyName companyDomain email emailStatus linkedinUrl score matchReasons tags timeZone
        channels { channel handle } scoreParts { part weight value evidence by }
        enrichments { field value provider confidence costMicros isChosen validatorResult }
        bestContactTime { days from to timeZone } suggestedServices { name evidence } noSuggestedServicesReason
    } } } }";

#[tokio::test]
async fn a_description_becomes_ranked_people_with_reasons() {
    let lab = Lab::start().await;
    let made = lab.admin.ask(CREATE, json!({ "i": { "description": DESCRIPTION } })).await;
    assert_eq!(made["leadRequestCreate"]["status"], "QUEUED");
    let request = lab.only_request().await;
    let job = lab.finish(&request).await;
    assert_eq!((job.status, job.progress), (JobStatus::Completed, 100), "{job:#?}");
    let scope = lab.admin.scope().await;
    let counted = connections::recount(lab.admin.app(), &scope, prospecting::records_of).await.unwrap();
    assert!(counted.0 > 0 && counted.1 == 0, "sources are counted as the rows say: {counted:?}");
    let found = lab.admin.ask("{ dataSources { nodes { totalRecords } } }", json!({})).await;
    let records = found["dataSources"]["nodes"].as_array().unwrap().iter();
    assert!(records.filter_map(|source| source["totalRecords"].as_i64()).sum::<i64>() >= 25, "{found}");

    let data = lab.admin.ask(RESULT, json!({ "id": made["leadRequestCreate"]["id"] })).await;
    let found = &data["leadRequest"];
    assert_eq!((&found["status"], &found["prospectCount"]), (&json!("COMPLETED"), &json!(25)));
    assert_eq!(found["profile"]["countries"], json!({ "values": ["US"], "from": "RULES" }));
    assert_eq!(found["degraded"], json!([]));
    let people = found["prospects"]["nodes"].as_array().unwrap();
    assert_eq!((people.len(), &found["prospects"]["totalCount"]), (25, &json!(25)));
    let reachable = people.iter().filter(|person| person["email"].is_string()).count();
    assert!(reachable >= 15, "{reachable} with an address");
    for (at, person) in people.iter().enumerate() {
        assert_eq!(person["rank"], json!(at + 1));
        explains_itself(person);
    }
    let calls = lab.calls().await;
    assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
    let warnings = lab
        .log(&request)
        .await
        .into_iter()
        .filter(|line| matches!(line.level, LogLevel::Warning | LogLevel::Error));
    assert_eq!(warnings.count(), 0);
    assert_eq!(lab.request(&request).await.status, LeadRequestStatus::Completed);
}

/// Every value has a source, every part of the score its evidence, and they add up.
fn explains_itself(person: &Value) {
    for field in ["fullName", "title", "companyName", "bestContactTime"] {
        assert!(!person[field].is_null(), "{field} of {person:#}");
    }
    assert!(!person["fullName"].as_str().unwrap().contains('*'), "{person:#}");
    let facts = person["enrichments"].as_array().unwrap();
    let chosen = |field: &str| {
        let is_it = |fact: &&Value| fact["field"] == field && fact["isChosen"] == true;
        facts.iter().filter(is_it).collect::<Vec<_>>()
    };
    for (field, name) in [("title", "title"), ("email", "email"), ("companyName", "company_name")] {
        if person[field].is_string() {
            assert!(chosen(name).iter().any(|fact| fact["value"] == person[field]), "{field} of {person:#}");
            assert!(chosen(name).iter().all(|fact| fact["provider"].is_string()));
        }
    }
    let parts = person["scoreParts"].as_array().unwrap();
    assert!(parts.iter().all(|part| !part["evidence"].as_str().unwrap().is_empty() && part["by"] == "RULES"));
    let sum: f64 =
        parts.iter().map(|part| part["weight"].as_f64().unwrap() * part["value"].as_f64().unwrap()).sum();
    assert!((sum - person["score"].as_f64().unwrap()).abs() <= 0.6, "{sum} of {person:#}");
}

#[tokio::test]
async fn it_is_followed_from_how_it_is_to_its_end_and_gone_on_with_by_cursor() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    let id = json!(Id(request.id).text());
    let mut live = Follower::open(&lab.admin, FOLLOW, json!({ "id": id })).await;
    let first = live.next("leadRequestProgress").await;
    assert_eq!((&first["kind"], &first["snapshot"]), (&json!("SNAPSHOT"), &json!(true)));
    assert_eq!(first["leadRequest"]["status"], "QUEUED", "{first}");
    lab.finish(&request).await;
    let end = until_completed(&mut live).await;
    assert_eq!(end["leadRequest"], json!({ "status": "COMPLETED", "job": { "progress": 100 } }));
    let mut late = Follower::open(&lab.admin, FOLLOW, json!({ "id": id, "a": first["cursor"] })).await;
    assert_eq!(until_completed(&mut late).await["cursor"], end["cursor"]);
    let other = lab.test.agency("other").await;
    assert_eq!(Follower::refused(&other, FOLLOW, json!({ "id": id })).await, "NOT_FOUND");
}

/// The last message; no snapshot comes on the way.
async fn until_completed(live: &mut Follower) -> Value {
    loop {
        let message = live.next("leadRequestProgress").await;
        assert_eq!(message["snapshot"], false, "{message}");
        if message["kind"] == "LEAD_REQUEST_COMPLETED" {
            return message;
        }
    }
}
