//! Schedules that are not taken, and those whose time comes in vain.

use super::{
    schedules::{hourly, schedule, see},
    support::start,
};
use crate::support::actor::{code, field};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{job, membership::Role};
use leadwire::{jobs::schedules::sweep, kernel::queue::manual};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const CREATE: &str = "mutation($i: ScheduleCreateInput!) { scheduleCreate(input: $i) { id } }";
const UPDATE: &str =
    "mutation($i: ScheduleUpdateInput!) { scheduleUpdate(input: $i) { nextRunAt cron version } }";

#[tokio::test]
async fn what_can_never_run_is_refused_by_field() {
    let t = start().await;
    let ada = t.agency("acme").await;
    for (wrong, path) in [
        (json!({ "cron": "0 0 30 2 *" }), "cron"),
        (json!({ "cron": "*/10 * * * * *" }), "cron"),
        (json!({ "cron": "@reboot" }), "cron"),
        (json!({ "cron": "99 * * * *" }), "cron"),
        (json!({ "cron": "" }), "cron"),
        (json!({ "timeZone": "Mars/Olympus" }), "timeZone"),
        (json!({ "timeZone": "+02:00" }), "timeZone"),
        (json!({ "name": " " }), "name"),
        (json!({ "catchUp": "ALL", "catchUpMax": 0 }), "catchUpMax"),
        (json!({ "catchUpMax": 25 }), "catchUpMax"),
        (json!({ "job": { "kind": "GENERATE_LEADS" } }), "kind"),
        (json!({ "job": { "kind": "SYNC", "config": { "x": "\u{0}" } } }), "config"),
        (json!({ "job": { "kind": "SYNC", "limits": { "records": 0 } } }), "limits.records"),
    ] {
        let refused = ada.gql(CREATE, json!({ "i": hourly(wrong.clone()) })).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", path), "{wrong} {refused:#}");
    }
    assert_eq!(ada.ask("{ schedules { totalCount } }", json!({})).await["schedules"]["totalCount"], 0);
}

#[tokio::test]
async fn only_an_admin_of_the_agency_makes_and_changes_them() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    let rob = ada.colleague(Role::Researcher).await;
    let cleo = ada.client().await;
    let eve = t.agency("evil").await;
    assert_eq!(code(&rob.gql(CREATE, json!({ "i": hourly(json!({})) })).await), "FORBIDDEN");
    assert_eq!(see(&rob, &id).await["version"], 1, "whoever works here sees them");
    let ask = "query($id: ID!) { schedule(id: $id) { id } }";
    assert_eq!(code(&cleo.gql(ask, json!({ "id": id })).await), "NOT_FOUND");
    assert_eq!(code(&eve.gql(ask, json!({ "id": id })).await), "NOT_FOUND");
    for (verb, more) in [
        ("Pause", json!({})),
        ("Resume", json!({})),
        ("Delete", json!({})),
        ("Update", json!({ "name": "x" })),
    ] {
        let field = if verb == "Delete" { "deletedId" } else { "id" };
        let ask = format!("mutation($i: Schedule{verb}Input!) {{ schedule{verb}(input: $i) {{ {field} }} }}");
        let mut input = more;
        input["id"] = json!(id);
        assert_eq!(code(&rob.gql(&ask, json!({ "i": input })).await), "FORBIDDEN", "{verb}");
        assert_eq!(code(&eve.gql(&ask, json!({ "i": input })).await), "NOT_FOUND", "{verb}");
    }
    assert_eq!(see(&ada, &id).await["version"], 1, "no trace");
}

#[tokio::test]
async fn a_change_counts_from_now_on_and_a_stale_one_is_refused() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    let changed =
        ada.ask(UPDATE, json!({ "i": { "id": id, "cron": "30  9 * * *" } })).await["scheduleUpdate"].clone();
    assert_eq!((changed["cron"].as_str(), changed["version"].as_i64()), (Some("30 9 * * *"), Some(2)));
    let next: DateTime<Utc> = changed["nextRunAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(next, t.app.now() + TimeDelta::minutes(30));
    let stale = ada.gql(UPDATE, json!({ "i": { "id": id, "name": "x", "expectedVersion": 1 } })).await;
    assert_eq!(code(&stale), "CONFLICT");
    let cleared = ada.gql(UPDATE, json!({ "i": { "id": id, "cron": null } })).await;
    assert_eq!((code(&cleared), field(&cleared)), ("BAD_USER_INPUT", "cron"));
    let broken = ada.gql(UPDATE, json!({ "i": { "id": id, "cron": "0 0 31 4 *" } })).await;
    assert_eq!(field(&broken), "cron");
    let twice = "mutation($i: ScheduleResumeInput!) { scheduleResume(input: $i) { id } }";
    assert_eq!(code(&ada.gql(twice, json!({ "i": { "id": id } })).await), "CONFLICT", "it is not paused");
}

#[tokio::test]
async fn whoever_lost_the_right_has_nothing_made_any_more() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let bob = ada.colleague(Role::AgencyAdmin).await;
    let id = schedule(&bob, json!({})).await;
    let member = bob.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let demote = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(demote, json!({ "i": { "id": member, "role": "RESEARCHER" } })).await;
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    assert!(seen["pausedBecause"].as_str().unwrap().contains("may not"), "{seen:#}");
    assert_eq!(seen["runs"]["nodes"], json!([]));
    assert_eq!(job::Entity::find().count(&t.database.connect().await).await.unwrap(), 0);
    let told = ada.ask("{ notifications { nodes { title } } }", Value::Null).await;
    assert_eq!(told["notifications"]["nodes"][0]["title"], "A schedule was paused");
    // Somebody who may lets it go on: with their own rights.
    let resume = "mutation($i: ScheduleResumeInput!) { scheduleResume(input: $i) { pausedBecause } }";
    ada.ask(resume, json!({ "i": { "id": id } })).await;
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    assert_eq!(seen["runs"]["nodes"][0]["job"]["isMine"], true, "{seen:#}");
}

#[tokio::test]
async fn a_list_that_nobody_is_on_today_may_fill_by_the_next_time() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let make = "mutation($i: LeadListCreateInput!) { leadListCreate(input: $i) { id } }";
    let list = ada.ask(make, json!({ "i": { "name": "Empty" } })).await["leadListCreate"]["id"].clone();
    let id = schedule(&ada, json!({ "job": { "kind": "ENRICH", "leadListId": list } })).await;
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    let run = &seen["runs"]["nodes"][0];
    assert_eq!(run["outcome"], "REFUSED", "{seen:#}");
    assert!(run["reason"].as_str().unwrap().contains("nobody on this list"), "{seen:#}");
    assert!(seen["pausedAt"].is_null() && seen["nextRunAt"].is_string(), "{seen:#}");
}

#[tokio::test]
async fn a_job_that_cannot_be_made_is_entered_and_told_and_the_next_time_counts() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let broken = json!({ "kind": "SYNC", "config": { "brokenAfter": t.app.now().timestamp() + 60 } });
    let id = schedule(&ada, json!({ "job": broken })).await;
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    let run = &seen["runs"]["nodes"][0];
    assert_eq!((&run["outcome"], &run["reason"]), (&json!("REFUSED"), &json!("There is nothing to copy.")));
    assert!(run["job"].is_null() && seen["pausedAt"].is_null() && seen["nextRunAt"].is_string());
    let told = ada.ask("{ notifications { nodes { title } } }", Value::Null).await;
    assert_eq!(told["notifications"]["nodes"][0]["title"], "A scheduled job could not be made");
    assert_eq!(job::Entity::find().count(&t.database.connect().await).await.unwrap(), 0, "nothing half-made");
}

#[tokio::test]
async fn what_is_refused_again_and_again_is_told_once_until_somebody_changes_it() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let broken = json!({ "kind": "SYNC", "config": { "brokenAfter": t.app.now().timestamp() + 60 } });
    let id = schedule(&ada, json!({ "job": broken })).await;
    let unread = async || {
        let told = ada.ask("{ notifications { totalCount } }", Value::Null).await;
        told["notifications"]["totalCount"].as_i64().unwrap()
    };
    for _ in 0..3 {
        t.advance(TimeDelta::hours(1));
        t.run_tasks().await;
    }
    assert_eq!(see(&ada, &id).await["runs"]["nodes"].as_array().unwrap().len(), 3, "each is entered");
    assert_eq!(unread().await, 1);
    for verb in ["Pause", "Resume"] {
        let query = format!("mutation($i: Schedule{verb}Input!) {{ schedule{verb}(input: $i) {{ id }} }}");
        ada.ask(&query, json!({ "i": { "id": id } })).await;
    }
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    assert_eq!(unread().await, 2, "whoever let it go on wants to know");
}

#[tokio::test]
async fn a_run_is_replaced_only_by_one_that_can_be_made() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let later = (t.app.now() + TimeDelta::minutes(90)).timestamp();
    let broken = json!({ "kind": "SYNC", "config": { "steps": 1000, "brokenAfter": later } });
    let id = schedule(&ada, json!({ "overlap": "REPLACE", "job": broken })).await;
    t.run_tasks().await;
    for _ in 0..2 {
        t.advance(TimeDelta::hours(1));
        sweep(&t.app).await.unwrap();
        let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
        manual::work(&slice).await.unwrap();
    }
    let seen = see(&ada, &id).await;
    let runs = seen["runs"]["nodes"].as_array().unwrap();
    assert_eq!(
        (&runs[0]["outcome"], &runs[1]["outcome"]),
        (&json!("REFUSED"), &json!("STARTED")),
        "{seen:#}"
    );
    assert_eq!(runs[1]["job"]["status"], "RUNNING", "nothing came in its place");
    let cancelled = "{ events(first: 100, kinds: [JOB_CANCELLED]) { nodes { kind } } }";
    assert_eq!(ada.ask(cancelled, Value::Null).await["events"]["nodes"], json!([]));
}
