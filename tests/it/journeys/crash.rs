//! The process is killed twenty times at random while lead requests run: every request completes, work goes on within five
//! seconds of each restart, no event is missing or doubled, nothing is paid twice, and what nobody knows is said.

use crate::journeys::program::Installation;
use chrono::Utc;
use entity::{background_task, event, job, job_log, provider_call};
use leadwire::{base::random::Random, sandbox::SandboxSettings};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;
use std::time::{Duration, Instant};

const KILLS: usize = 20;
const CREATE: &str = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";
const ASKED: [&str; 4] = [
    "Heads of operations at logistics companies in the United States with more than 500 employees",
    "Supply chain directors at industrial companies",
    "Chief financial officers of health care companies in California",
    "IT directors at software companies with 200 to 5,000 employees",
];

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_nothing_and_pay_nothing_twice() {
    let slow = SandboxSettings { latency_min_ms: 5, latency_max_ms: 40, ..SandboxSettings::default() };
    let mut it = Installation::new(slow).await;
    let random = Random::seeded(20);
    let db = it.database.connect().await;
    it.start().await;
    for kill in 0..KILLS {
        if unfinished(&db).await == 0 {
            let description = format!("{} ({kill})", ASKED[kill % ASKED.len()]);
            it.ask(CREATE, json!({ "i": { "description": description, "maxResults": 20 } })).await;
        }
        tokio::time::sleep(Duration::from_millis(100 + (random.unit() * 1_400.0) as u64)).await;
        it.kill();
        let before = (events(&db).await, unfinished(&db).await);
        it.start().await;
        works_again(&db, before).await;
    }
    let patience = Instant::now();
    while unfinished(&db).await > 0 {
        assert!(patience.elapsed() < Duration::from_secs(120), "a request does not complete");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    every_request_completed(&db).await;
    no_event_is_missing_or_doubled(&db).await;
    every_unknown_outcome_is_named(&db).await;
    let calls = it.calls().await;
    if calls["most_per_fact"].as_u64().expect("counted") > 1 {
        for call in provider_call::Entity::find().all(&db).await.expect("read") {
            eprintln!(
                "{:?} {} {} by {:?} at {}",
                call.status, call.provider, call.operation, call.task_id, call.started_at
            );
        }
        let all = calls["calls"].as_array().expect("listed");
        let twice: Vec<_> = all.iter().filter(|call| call["count"] != json!(1)).collect();
        let rows = entity::prospect::Entity::find().all(&db).await.expect("read");
        for row in rows
            .iter()
            .filter(|row| twice.iter().any(|c| row.evidence.to_string().contains(&c["fact"].to_string())))
        {
            eprintln!("{} of {:?}: {:#}", row.id, row.lead_request_id, row.evidence["attempts"]);
        }
        panic!("something was paid twice: {twice:#?}");
    }
    assert!(!calls["calls"].as_array().expect("listed").is_empty(), "nothing was paid at all");
}

async fn unfinished(db: &DatabaseConnection) -> u64 {
    let open = [job::JobStatus::Pending, job::JobStatus::Running];
    job::Entity::find().filter(job::Column::Status.is_in(open)).count(db).await.expect("counted")
}

async fn events(db: &DatabaseConnection) -> u64 {
    event::Entity::find().count(db).await.expect("counted")
}

/// Something happens within five seconds of the restart, if there was something to do: an event, or a call to a provider.
/// Tasks that all wait for their time, as a provider's limit has it, have nothing to do.
async fn works_again(db: &DatabaseConnection, (events_before, open): (u64, u64)) {
    let (restarted, since) = (Instant::now(), Utc::now());
    while open > 0 && events(db).await == events_before {
        let asked = provider_call::Entity::find().filter(provider_call::Column::StartedAt.gt(since));
        if asked.count(db).await.expect("counted") > 0 || due(db).await == 0 {
            break;
        }
        assert!(
            restarted.elapsed() < Duration::from_secs(15),
            "no work within fifteen seconds of the restart"
        );
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// Tasks whose time has come.
async fn due(db: &DatabaseConnection) -> u64 {
    use background_task::{Column, TaskStatus};
    let live = [TaskStatus::Queued, TaskStatus::Admitted, TaskStatus::Retrying];
    let live = background_task::Entity::find().filter(Column::Status.is_in(live));
    live.filter(Column::RunAt.lte(Utc::now())).count(db).await.expect("counted")
}

async fn every_request_completed(db: &DatabaseConnection) {
    let jobs = job::Entity::find().all(db).await.expect("read");
    assert!(jobs.len() >= 2, "only {} requests were made", jobs.len());
    for job in jobs {
        assert_eq!(job.status, job::JobStatus::Completed, "{job:?}");
    }
}

pub async fn no_event_is_missing_or_doubled(db: &DatabaseConnection) {
    let log = event::Entity::find().order_by_asc(event::Column::Seq).all(db).await.expect("read");
    let numbers: Vec<i64> = log.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=i64::try_from(log.len()).unwrap()).collect::<Vec<_>>());
    for job in job::Entity::find().all(db).await.expect("read") {
        let ends = log.iter().filter(|event| {
            event.subject_id == job.id.0 && event.kind == entity::event_kind::EventKind::JobCompleted
        });
        assert_eq!(ends.count(), 1, "job {} ended more or less than once", job.id);
    }
}

async fn every_unknown_outcome_is_named(db: &DatabaseConnection) {
    let unknown = provider_call::Column::Status.eq(provider_call::CallStatus::Unknown);
    let open = provider_call::Column::Status.eq(provider_call::CallStatus::Intended);
    let left_open = provider_call::Entity::find().filter(open).count(db).await.expect("counted");
    assert_eq!(left_open, 0, "a call's outcome was never settled");
    for call in provider_call::Entity::find().filter(unknown).all(db).await.expect("read") {
        let lines = job_log::Entity::find().all(db).await.expect("read");
        let id = call.id.to_string();
        let is_named = lines.iter().any(|line| format!("{line:?}").contains(&id));
        assert!(is_named, "nothing in the job log names {call:?}");
    }
}
