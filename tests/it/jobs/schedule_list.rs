//! Schedules as a list, what their firing tells, and steps that name a version.

use super::{
    schedules::{schedule, see},
    support::start,
};
use crate::support::actor::{Actor, code};
use chrono::TimeDelta;
use serde_json::{Value, json};

const LIST: &str = "query($p: Boolean, $a: String) { schedules(first: 2, after: $a, paused: $p) {
    totalCount nodes { id name } pageInfo { endCursor hasNextPage } } }";

/// The names of those that the list finds, page by page.
async fn names(of: &Actor, is_paused: Value) -> Vec<String> {
    let (mut all, mut after) = (vec![], Value::Null);
    loop {
        let page = of.ask(LIST, json!({ "p": is_paused, "a": after })).await["schedules"].clone();
        let nodes = page["nodes"].as_array().expect("a list");
        all.extend(nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], all.len());
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn schedules_come_newest_first_and_by_whether_they_stand_still() {
    let t = start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let mut made = vec![];
    for name in ["One", "Two", "Three"] {
        t.advance(TimeDelta::minutes(1));
        made.push(schedule(&ada, json!({ "name": name })).await);
    }
    let pause = "mutation($i: SchedulePauseInput!) { schedulePause(input: $i) { id } }";
    ada.ask(pause, json!({ "i": { "id": made[1] } })).await;
    assert_eq!(names(&ada, Value::Null).await, ["Three", "Two", "One"]);
    assert_eq!(names(&ada, json!(true)).await, ["Two"]);
    assert_eq!(names(&ada, json!(false)).await, ["Three", "One"]);
    let remove = "mutation($i: ScheduleDeleteInput!) { scheduleDelete(input: $i) { deletedId } }";
    ada.ask(remove, json!({ "i": { "id": made[1] } })).await;
    assert!(names(&ada, json!(true)).await.is_empty(), "what is deleted is in no list");
    assert_eq!(names(&ada, Value::Null).await, ["Three", "One"]);
    assert!(names(&eve, Value::Null).await.is_empty());
}

#[tokio::test]
async fn a_time_that_came_is_told_with_what_became_of_it() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    // There is nothing to copy any more, twice.
    let broken = json!({ "kind": "SYNC", "config": { "brokenAfter": t.app.now().timestamp() } });
    let update = "mutation($i: ScheduleUpdateInput!) { scheduleUpdate(input: $i) { id } }";
    ada.ask(update, json!({ "i": { "id": id, "job": broken } })).await;
    for _ in 0..2 {
        t.advance(TimeDelta::hours(1));
        t.run_tasks().await;
    }
    let query = "{ events(first: 100, kinds: [SCHEDULE_FIRED]) { nodes {
        subjectType subjectId alsoTouches workspaceId changes { field from to } payload } } }";
    let told = ada.ask(query, Value::Null).await["events"]["nodes"].clone();
    let told = told.as_array().expect("a list");
    let came: Vec<_> = told.iter().map(|event| event["payload"]["outcome"].clone()).collect();
    assert_eq!(came, ["STARTED", "REFUSED", "REFUSED"], "{told:#?}");
    for event in told {
        assert_eq!((&event["subjectType"], &event["subjectId"]), (&json!("SCHEDULE"), &json!(id)));
        let outcome = &event["payload"]["outcome"];
        assert_eq!(event["changes"], json!([{ "field": "outcome", "from": null, "to": outcome }]));
        assert!(!event.to_string().contains("Hourly"), "no words of theirs: {event:#}");
    }
    let again: Vec<_> = told.iter().map(|event| event["payload"]["again"].clone()).collect();
    assert_eq!(again, [false, false, true], "only the first of them is news");
    let run = see(&ada, &id).await["runs"]["nodes"][2].clone();
    let job = run["job"]["id"].as_str().expect("the first made a job");
    let stated = told[0]["payload"]["job"].as_str().expect("its id");
    assert!(job.ends_with(stated), "{job} {stated}");
    assert!(told[1]["payload"]["job"].is_null() && told[2]["payload"]["job"].is_null());
    let notices = ada.notifications().await;
    let refused = notices.iter().filter(|notice| notice["kind"] == "JOB_FAILED").count();
    assert_eq!(refused, 1, "{notices:#?}");
}

#[tokio::test]
async fn a_step_by_a_version_that_is_gone_is_refused_and_leaves_no_trace() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    let step = async |verb: &str, version: i32| {
        let field = if verb == "Delete" { "deletedId" } else { "id" };
        let ask = format!("mutation($i: Schedule{verb}Input!) {{ schedule{verb}(input: $i) {{ {field} }} }}");
        ada.gql(&ask, json!({ "i": { "id": id, "expectedVersion": version } })).await
    };
    let before = see(&ada, &id).await;
    for verb in ["Pause", "Delete"] {
        assert_eq!(code(&step(verb, 7).await), "CONFLICT", "{verb}");
    }
    assert_eq!(see(&ada, &id).await, before);
    assert_eq!(code(&step("Pause", 1).await), "");
    let before = see(&ada, &id).await;
    for verb in ["Resume", "Delete"] {
        assert_eq!(code(&step(verb, 1).await), "CONFLICT", "{verb} of what was paused meanwhile");
    }
    assert_eq!(see(&ada, &id).await, before);
    assert_eq!(code(&step("Resume", 2).await), "");
    assert_eq!(code(&step("Delete", 3).await), "");
    let gone = ada.gql("query($id: ID!) { schedule(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(code(&gone), "NOT_FOUND");
}
