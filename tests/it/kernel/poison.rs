//! Tasks that nobody can do end after exactly their attempts, and what they leave is small.

use super::support::{Noted, ledger, noted, seconds, wire};
use crate::support::app::TestApp;
use entity::{
    background_task::{self, TaskStatus},
    ids::BackgroundTaskId,
};
use leadwire::{
    config::Config,
    kernel::{scope::Scope, tx::Tx},
};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};

async fn row(t: &TestApp, scope: &Scope, kind: &str, payload: Value) {
    let row = background_task::ActiveModel {
        id: Set(BackgroundTaskId::new()),
        agency_id: Set(scope.agency()),
        lane: Set("test".into()),
        kind: Set(kind.into()),
        payload: Set(payload),
        status: Set(TaskStatus::Queued),
        priority: Set(2),
        run_at: Set(t.app.now()),
        attempt: Set(0),
        max_attempts: Set(3),
        epoch: Set(0),
        created_at: Set(t.app.now()),
        updated_at: Set(t.app.now()),
        ..Default::default()
    };
    row.insert(&t.database.connect().await).await.unwrap();
}

/// A program of another version may know it, so it is tried again; but not for ever.
#[tokio::test]
async fn what_nobody_can_read_or_do_is_dead_after_its_attempts() {
    let t = TestApp::wired(Config::default(), wire).await;
    let scope = t.agency("acme").await.scope().await;
    t.run_tasks().await;
    row(&t, &scope, "test.duty", json!({ "name": 7 })).await;
    row(&t, &scope, "test.nobody_knows", json!({})).await;
    let db = t.database.connect().await;
    for attempt in 1..=3 {
        assert_eq!(t.run_tasks().await, 2, "attempt {attempt}");
        assert_eq!(t.run_tasks().await, 0, "not at once again");
        t.advance(seconds(60));
    }
    assert_eq!(t.run_tasks().await, 0);
    for task in background_task::Entity::find().all(&db).await.unwrap() {
        if ["test.duty", "test.nobody_knows"].contains(&task.kind.as_str()) {
            assert_eq!((task.status, task.attempt), (TaskStatus::Dead, 3), "{}", task.kind);
            assert!(task.last_error.unwrap().starts_with("INTERNAL"));
        }
    }
    assert_eq!(ledger(&db).await.len(), 1);
}

#[tokio::test]
async fn a_fact_that_is_far_too_large_is_not_stated() {
    let t = TestApp::wired(Config::default(), wire).await;
    let scope = t.agency("acme").await.scope().await;
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    let refused = tx.emit(&Noted { text: "x".repeat(1 << 21) }).await.unwrap_err();
    assert_eq!(refused.code(), "INTERNAL");
    tx.emit(&Noted { text: "x".repeat(1 << 19) }).await.unwrap();
    tx.commit().await.unwrap();
    let kept: Vec<usize> = noted(&t.database.connect().await).await.iter().map(String::len).collect();
    assert_eq!(kept, [1 << 19]);
}
