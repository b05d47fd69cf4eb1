//! What has had its time goes, nothing else does, and readers who come too late are told.

use crate::support::{actor::Actor, app::TestApp, database::backend};
use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    event, event_head,
    event_kind::{EventKind, SubjectKind},
    ids::{AgencyId, BackgroundTaskId, LookupId},
    lookup, session,
};
use leadwire::{
    config::Config,
    kernel::{
        error::Error,
        housekeeping,
        live::{self, Bounds},
    },
};
use sea_orm::{ActiveValue::Set, DatabaseConnection, DbBackend, EntityTrait};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use uuid::Uuid;

const NEW_WORKSPACE: &str = "mutation($n: String!) { workspaceCreate(input: { name: $n }) { id } }";

#[tokio::test]
async fn old_events_go_and_late_readers_are_told() {
    let t = TestApp::start().await;
    let (ours, theirs) = (t.agency("ours").await, t.agency("theirs").await);
    let before = bounds(&t, &ours).await;
    assert_eq!(before, Bounds { last: 2, floor: 0 }, "an admin and a workspace");
    t.advance(TimeDelta::days(89));
    workspace(&ours).await;
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!(bounds(&t, &ours).await, Bounds { last: 3, floor: 0 }, "nothing is old enough");

    t.advance(TimeDelta::days(2));
    workspace(&theirs).await;
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!(bounds(&t, &theirs).await, Bounds { last: 3, floor: 2 });
    assert_eq!(bounds(&t, &ours).await, Bounds { last: 3, floor: 2 });
    let scope = ours.scope().await;
    let late = live::start(&t.app, &scope, Some(1)).await.unwrap_err();
    assert!(matches!(late, Error::CursorExpired(_)), "{late:?}");
    assert_eq!(live::start(&t.app, &scope, Some(2)).await.unwrap(), 2);
    let (kept, _) = live::read(&t.app, &scope, 2, 10).await.unwrap();
    assert_eq!(kept.iter().map(|event| event.seq).collect::<Vec<_>>(), [3]);
    assert_eq!(housekeeping::run(&t.app).await.unwrap(), Some(0), "once is enough");

    workspace(&ours).await;
    assert_eq!(bounds(&t, &ours).await, Bounds { last: 4, floor: 2 }, "numbers go on");
}

#[tokio::test]
async fn more_than_a_batch_goes_in_one_round() {
    let t = TestApp::start().await;
    let ours = t.agency("ours").await;
    let db = t.database.connect().await;
    let many = i64::try_from(housekeeping::BATCH * 2 + 500).unwrap();
    for start in (3..=many).step_by(500) {
        let row = |seq| event_row(ours.agency, seq, t.app.now());
        event::Entity::insert_many((start..(start + 500).min(many + 1)).map(row))
            .exec_without_returning(&db)
            .await
            .unwrap();
    }
    let head = event_head::ActiveModel {
        agency_id: Set(ours.agency),
        last_seq: Set(many),
        floor_seq: Set(0),
        ..Default::default()
    };
    event_head::Entity::update(head).exec(&db).await.unwrap();
    t.advance(TimeDelta::days(91));
    assert!(housekeeping::run(&t.app).await.unwrap() >= Some(many.cast_unsigned()));
    assert_eq!(bounds(&t, &ours).await, Bounds { last: many, floor: many });
}

#[tokio::test]
async fn finished_tasks_expired_facts_and_old_sessions_go() {
    let t = TestApp::start().await;
    let ours = t.agency("ours").await;
    let db = t.database.connect().await;
    for status in [TaskStatus::Done, TaskStatus::Cancelled, TaskStatus::Dead, TaskStatus::Queued] {
        task(&t, &db, ours.agency, status).await;
    }
    fact(&t, &db, ours.agency, TimeDelta::days(8)).await;
    fact(&t, &db, ours.agency, TimeDelta::days(80)).await;
    t.advance(TimeDelta::days(6));
    assert_eq!(housekeeping::run(&t.app).await.unwrap(), Some(0));
    assert_eq!(task_states(&db).await.len(), 4);

    t.advance(TimeDelta::days(3));
    assert_eq!(housekeeping::run(&t.app).await.unwrap(), Some(3));
    assert_eq!(task_states(&db).await, [TaskStatus::Dead, TaskStatus::Queued]);
    assert_eq!(lookup::Entity::find().all(&db).await.unwrap().len(), 1);

    let sessions = session::Entity::find().all(&db).await.unwrap().len();
    assert!(sessions > 0);
    t.advance(TimeDelta::days(52));
    housekeeping::run(&t.app).await.unwrap();
    assert!(session::Entity::find().all(&db).await.unwrap().is_empty(), "over for a month");
}

#[tokio::test]
async fn one_process_keeps_house() {
    let t = TestApp::start().await;
    let turn = housekeeping::turn(t.app.db()).await.unwrap();
    assert!(turn.is_some());
    // On SQLite only one process works at all: it has the turn whenever it asks.
    let is_shared = backend() == DbBackend::Sqlite;
    assert_eq!(housekeeping::run(&t.app).await.unwrap().is_some(), is_shared);
    turn.unwrap().end().await.unwrap();
    for round in 0..20 {
        assert!(housekeeping::run(&t.app).await.unwrap().is_some(), "given back at once, round {round}");
    }
}

async fn workspace(actor: &Actor) {
    let answer = actor.gql(NEW_WORKSPACE, serde_json::json!({ "n": "Another" })).await;
    assert!(answer["errors"].is_null(), "{answer}");
}

async fn bounds(t: &TestApp, actor: &Actor) -> Bounds {
    live::bounds(&t.app, actor.agency).await.unwrap()
}

fn event_row(agency: AgencyId, seq: i64, at: chrono::DateTime<chrono::Utc>) -> event::ActiveModel {
    event::ActiveModel {
        agency_id: Set(agency),
        seq: Set(seq),
        kind: Set(EventKind::AgencyUpdated),
        subject_type: Set(SubjectKind::Agency),
        subject_id: Set(agency.into()),
        actor_type: Set(entity::actor::ActorType::System),
        actor_id: Set(None),
        request_id: Set(None),
        workspace_id: Set(None),
        campaign_id: Set(None),
        other_campaigns: Set(None),
        data: Set(serde_json::json!({ "fact": {} })),
        at: Set(at),
    }
}

async fn task(t: &TestApp, db: &DatabaseConnection, agency: AgencyId, status: TaskStatus) {
    let is_over = status != TaskStatus::Queued;
    let row = background_task::ActiveModel {
        id: Set(BackgroundTaskId::new()),
        agency_id: Set(agency),
        lane: Set("default".into()),
        kind: Set("test.done".into()),
        payload: Set(serde_json::json!({})),
        status: Set(status),
        run_at: Set(t.app.now()),
        finished_at: Set(is_over.then(|| t.app.now())),
        created_at: Set(t.app.now()),
        updated_at: Set(t.app.now()),
        priority: Set(2),
        attempt: Set(0),
        max_attempts: Set(8),
        epoch: Set(0),
        ..Default::default()
    };
    background_task::Entity::insert(row).exec_without_returning(db).await.unwrap();
}

async fn task_states(db: &DatabaseConnection) -> Vec<TaskStatus> {
    let rows = background_task::Entity::find().all(db).await.unwrap();
    let mut states: Vec<_> = rows.into_iter().map(|row| row.status).collect();
    states.sort_by_key(|state| format!("{state:?}"));
    states
}

async fn fact(t: &TestApp, db: &DatabaseConnection, agency: AgencyId, good_for: TimeDelta) {
    let row = lookup::ActiveModel {
        id: Set(LookupId::new()),
        agency_id: Set(agency),
        provider: Set("HUNTER".into()),
        kind: Set("email_verification".into()),
        key_hash: Set(Uuid::from(LookupId::new()).to_string()),
        value: Set(None),
        fetched_at: Set(t.app.now()),
        expires_at: Set(t.app.now() + good_for),
    };
    lookup::Entity::insert(row).exec_without_returning(db).await.unwrap();
}

#[tokio::test]
async fn a_part_that_fails_keeps_no_other_from_its_turn() {
    let had_its_turn = Arc::new(AtomicBool::new(false));
    let had = had_its_turn.clone();
    let t = TestApp::wired(Config::default(), move |wiring| {
        wiring.chore(|_| Box::pin(async { Err(Error::bug("as planned")) }));
        wiring.chore(move |_| {
            had.store(true, Ordering::SeqCst);
            Box::pin(async { Ok(0) })
        });
    })
    .await;
    let failed = housekeeping::run(&t.app).await.unwrap_err();
    assert_eq!(failed.code(), "INTERNAL", "and it is said");
    assert!(had_its_turn.load(Ordering::SeqCst));
}
