//! Work by the clock: once per slot, whoever looks and however often, with the rights of whoever made it.

use super::support::start;
use crate::support::{actor::Actor, app::TestApp};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{background_task, job, schedule_run};
use leadwire::{
    graphql::Id,
    jobs::{complete, schedules::sweep},
    kernel::{queue::manual, tx::Tx},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, sea_query::Expr,
};
use serde_json::{Value, json};
use std::time::Duration;

const CREATE: &str =
    "mutation($i: ScheduleCreateInput!) { scheduleCreate(input: $i) { id nextRunAt inWords version } }";
const SEE: &str = "query($id: ID!) { schedule(id: $id) { nextRunAt lastRunAt pausedAt pausedBecause version \
    runs { nodes { slotAt outcome reason missed job { id status isMine } } } } }";

pub fn hourly(more: Value) -> Value {
    let mut input = json!({ "name": "Hourly", "cron": "0 * * * *", "timeZone": "UTC",
        "job": { "kind": "SYNC", "config": { "steps": 2 } } });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

pub async fn schedule(by: &Actor, more: Value) -> String {
    let made = by.ask(CREATE, json!({ "i": hourly(more) })).await;
    made["scheduleCreate"]["id"].as_str().unwrap().to_owned()
}

pub async fn see(by: &Actor, id: &str) -> Value {
    by.ask(SEE, json!({ "id": id })).await["schedule"].clone()
}

async fn jobs(t: &TestApp) -> u64 {
    job::Entity::find().count(&t.database.connect().await).await.unwrap()
}

fn at(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_job_is_made_at_each_time_with_the_rights_of_whoever_made_the_schedule() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    assert_eq!(at(&see(&ada, &id).await["nextRunAt"]), t.app.now() + TimeDelta::hours(1));
    t.advance(TimeDelta::minutes(59));
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 0, "not before its time");
    t.advance(TimeDelta::minutes(1));
    let slot = t.app.now();
    t.run_tasks().await;
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    let runs = seen["runs"]["nodes"].as_array().unwrap();
    assert_eq!(runs.len(), 1, "{seen:#}");
    assert_eq!((at(&runs[0]["slotAt"]), &runs[0]["outcome"]), (slot, &json!("STARTED")));
    assert_eq!((&runs[0]["job"]["status"], &runs[0]["job"]["isMine"]), (&json!("COMPLETED"), &json!(true)));
    assert_eq!(at(&seen["nextRunAt"]), slot + TimeDelta::hours(1));
    assert_eq!(seen["version"], 1, "firing is no change of somebody's");
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 2);
}

#[tokio::test]
async fn the_clock_of_a_place_leaps_and_repeats() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let ask = "query($id: ID!) { schedule(id: $id) { upcoming(first: 3) inWords } }";
    let times = async |cron: &str| {
        let id = schedule(&ada, json!({ "cron": cron, "timeZone": "europe/berlin" })).await;
        let seen = ada.ask(ask, json!({ "id": id })).await["schedule"].clone();
        let each = seen["upcoming"]
            .as_array()
            .unwrap()
            .iter()
            .map(|slot| at(slot).format("%m-%d %H:%M").to_string());
        each.collect::<Vec<_>>()
    };
    // 28 March 2027: 02:00 becomes 03:00. 31 October 2027: 03:00 becomes 02:00.
    assert_eq!(times("30 2 27,28,29 3 *").await, ["03-27 01:30", "03-28 01:00", "03-29 00:30"]);
    assert_eq!(times("30 2 30,31 10 *").await[..2], ["10-30 00:30", "10-31 00:30"], "once, the first time");
}

#[tokio::test]
async fn two_replicas_that_race_for_a_slot_make_one_job() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    t.run_tasks().await;
    t.advance(TimeDelta::hours(1));
    // Both look at the same moment, and again.
    let (a, b) = tokio::join!(sweep(&t.app), sweep(&t.app));
    a.and(b).unwrap();
    sweep(&t.app).await.unwrap();
    let db = t.database.connect().await;
    let fires =
        background_task::Entity::find().filter(background_task::Column::Kind.eq("jobs.fire_schedule"));
    assert_eq!(fires.clone().count(&db).await.unwrap(), 1);
    // One begins and stalls; it is taken for dead, and the other does its work.
    let stalled = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::take_over(&stalled).await.unwrap();
    let other = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::work(&other).await.unwrap();
    // The first one wakes up: it is fenced, and nothing of it is kept.
    manual::work(&stalled).await.unwrap();
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    assert_eq!(seen["runs"]["nodes"].as_array().unwrap().len(), 1, "{seen:#}");
    assert_eq!(jobs(&t).await, 1);
    // The last wall is the database's: a slot is entered once.
    let run = schedule_run::Entity::find().one(&db).await.unwrap().unwrap();
    let again = schedule_run::Model { id: entity::ids::ScheduleRunId::new(), ..run };
    assert!(again.into_active_model().reset_all().insert(&db).await.is_err());
}

#[tokio::test]
async fn a_slot_booked_by_a_clock_that_is_ahead_waits_for_its_time() {
    let t = start().await;
    let ada = t.agency("acme").await;
    schedule(&ada, json!({})).await;
    t.run_tasks().await;
    t.advance(TimeDelta::hours(1));
    sweep(&t.app).await.unwrap();
    // Whose clock is right takes what the other let in.
    t.advance(TimeDelta::seconds(-20));
    let db = t.database.connect().await;
    let fires =
        background_task::Entity::update_many().filter(background_task::Column::Kind.eq("jobs.fire_schedule"));
    fires.col_expr(background_task::Column::RunAt, Expr::value(t.app.now())).exec(&db).await.unwrap();
    assert_eq!(t.run_tasks().await, 1);
    assert_eq!((jobs(&t).await, schedule_run::Entity::find().count(&db).await.unwrap()), (0, 0));
    t.advance(TimeDelta::seconds(20));
    t.run_tasks().await;
    assert_eq!((jobs(&t).await, schedule_run::Entity::find().count(&db).await.unwrap()), (1, 1));
}

#[tokio::test]
async fn a_booking_that_comes_late_finds_its_slot_done() {
    let t = start().await;
    let ada = t.agency("acme").await;
    schedule(&ada, json!({})).await;
    t.run_tasks().await;
    t.advance(TimeDelta::hours(1));
    sweep(&t.app).await.unwrap();
    let first = manual::hand_out(&t.app).await.unwrap().unwrap();
    manual::work(&first).await.unwrap();
    // A replica that read before the first one was done books the same slot now.
    let db = t.database.connect().await;
    let done = background_task::Entity::find().filter(background_task::Column::Kind.eq("jobs.fire_schedule"));
    let done = done.one(&db).await.unwrap().unwrap();
    let late = background_task::Model {
        id: entity::ids::BackgroundTaskId::new(),
        status: background_task::TaskStatus::Queued,
        river_job_id: None,
        finished_at: None,
        ..done
    };
    late.into_active_model().reset_all().insert(&db).await.unwrap();
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 1);
}

#[tokio::test]
async fn after_an_outage_the_policy_decides_what_is_made_up_for() {
    for (policy, max, expected) in [
        ("SKIP", 1, json!([["SKIPPED", 4]])),
        ("ONE", 1, json!([["STARTED", 4]])),
        ("ALL", 3, json!([["STARTED", 0], ["STARTED", 0], ["STARTED", 2]])),
    ] {
        let t = start().await;
        let ada = t.agency("acme").await;
        let id = schedule(&ada, json!({ "catchUp": policy, "catchUpMax": max })).await;
        t.advance(TimeDelta::minutes(60 * 5 + 30));
        t.run_tasks().await;
        let seen = see(&ada, &id).await;
        let runs = seen["runs"]["nodes"].as_array().unwrap().iter();
        let came: Vec<_> = runs.map(|run| json!([run["outcome"], run["missed"]])).collect();
        assert_eq!(json!(came), expected, "{policy} {seen:#}");
        assert_eq!(at(&seen["nextRunAt"]), t.app.now() + TimeDelta::minutes(30), "{policy}");
    }
}

#[tokio::test]
async fn a_run_that_is_not_over_is_waited_for_joined_or_replaced() {
    for (overlap, first, second) in
        [("SKIP", "PAUSED", "SKIPPED"), ("ALLOW", "PAUSED", "STARTED"), ("REPLACE", "CANCELLED", "STARTED")]
    {
        let t = start().await;
        let ada = t.agency("acme").await;
        let job = json!({ "kind": "SYNC", "config": { "steps": 1000 } });
        let id = schedule(&ada, json!({ "overlap": overlap, "job": job })).await;
        t.run_tasks().await;
        t.advance(TimeDelta::hours(1));
        sweep(&t.app).await.unwrap();
        let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
        manual::work(&slice).await.unwrap();
        let made = job::Entity::find().one(&t.database.connect().await).await.unwrap().unwrap();
        ada.steered("Pause", &Id(made.id).text()).await;
        t.advance(TimeDelta::hours(1));
        sweep(&t.app).await.unwrap();
        let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
        manual::work(&slice).await.unwrap();
        let seen = see(&ada, &id).await;
        let runs = seen["runs"]["nodes"].as_array().unwrap();
        assert_eq!(runs[0]["outcome"], second, "{overlap} {seen:#}");
        assert_eq!(runs[1]["job"]["status"], first, "{overlap}");
    }
}

#[tokio::test]
async fn a_paused_schedule_makes_nothing_and_makes_nothing_up() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({ "catchUp": "ALL", "catchUpMax": 24 })).await;
    let pause =
        "mutation($i: SchedulePauseInput!) { schedulePause(input: $i) { pausedAt nextRunAt version } }";
    let paused = ada.ask(pause, json!({ "i": { "id": id } })).await["schedulePause"].clone();
    assert!(paused["pausedAt"].is_string() && paused["nextRunAt"].is_null());
    t.advance(TimeDelta::hours(6) + TimeDelta::minutes(10));
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 0);
    let resume = "mutation($i: ScheduleResumeInput!) { scheduleResume(input: $i) { nextRunAt pausedAt } }";
    let resumed = ada.ask(resume, json!({ "i": { "id": id } })).await["scheduleResume"].clone();
    assert_eq!(at(&resumed["nextRunAt"]), t.app.now() + TimeDelta::minutes(50));
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 0, "what passed is not made up for");
    let remove = "mutation($i: ScheduleDeleteInput!) { scheduleDelete(input: $i) { deletedId } }";
    assert_eq!(ada.ask(remove, json!({ "i": { "id": id } })).await["scheduleDelete"]["deletedId"], id);
    t.advance(TimeDelta::hours(3));
    t.run_tasks().await;
    assert_eq!(jobs(&t).await, 0);
    assert_eq!(ada.ask("{ schedules { totalCount } }", json!({})).await["schedules"]["totalCount"], 0);
}

#[tokio::test]
async fn a_server_whose_clock_is_behind_does_not_wait_for_a_slot_that_was_done() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let id = schedule(&ada, json!({})).await;
    t.advance(TimeDelta::hours(1));
    let slot = t.app.now();
    t.run_tasks().await;
    // The next request meets a server that is half a minute behind.
    t.advance(TimeDelta::seconds(-30));
    for verb in ["Pause", "Resume"] {
        let ask = format!("mutation($i: Schedule{verb}Input!) {{ schedule{verb}(input: $i) {{ id }} }}");
        ada.ask(&ask, json!({ "i": { "id": id } })).await;
    }
    assert_eq!(at(&see(&ada, &id).await["nextRunAt"]), slot + TimeDelta::hours(1));
    let update = "mutation($i: ScheduleUpdateInput!) { scheduleUpdate(input: $i) { nextRunAt } }";
    let moved = ada.ask(update, json!({ "i": { "id": id, "cron": "*/30 * * * *" } })).await;
    assert_eq!(at(&moved["scheduleUpdate"]["nextRunAt"]), slot + TimeDelta::minutes(30));
    t.advance(TimeDelta::minutes(1));
    t.run_tasks().await;
    let seen = see(&ada, &id).await;
    assert!(seen["pausedBecause"].is_null(), "{seen:#}");
    assert_eq!(jobs(&t).await, 1);
}

#[tokio::test]
async fn a_run_that_ends_just_as_it_is_to_be_replaced_is_no_trouble() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = json!({ "kind": "SYNC", "config": { "steps": 1000 } });
    let id = schedule(&ada, json!({ "overlap": "REPLACE", "job": job })).await;
    t.run_tasks().await;
    for _ in 0..2 {
        t.advance(TimeDelta::hours(1));
        sweep(&t.app).await.unwrap();
        let slice = manual::hand_out(&t.app).await.unwrap().unwrap();
        let Some(running) = job::Entity::find().one(&t.database.connect().await).await.unwrap() else {
            manual::work(&slice).await.unwrap();
            continue;
        };
        // It ends, and the slot comes before that is written.
        let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
        complete(&mut tx, running.id, None).await.unwrap();
        let firing = tokio::spawn(async move { manual::work(&slice).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        tx.commit().await.unwrap();
        firing.await.unwrap().unwrap();
    }
    let seen = see(&ada, &id).await;
    assert!(seen["pausedBecause"].is_null(), "{seen:#}");
    let runs = seen["runs"]["nodes"].as_array().unwrap();
    assert_eq!((&runs[0]["outcome"], &runs[1]["job"]["status"]), (&json!("STARTED"), &json!("COMPLETED")));
}
