use super::support::start;
use chrono::TimeDelta;
use entity::{event, event_kind::EventKind};
use leadwire::{
    jobs::{self, Progress},
    kernel::tx::Tx,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

#[tokio::test]
async fn counts_add_up_and_events_come_at_most_twice_a_second() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 200, true).await, ada.scope().await);
    for _ in 0..40 {
        t.advance(TimeDelta::milliseconds(50));
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        let progress = Progress {
            processed: 2,
            qualified: 1,
            rejected: vec![("wrong country".into(), 1)],
            ..Progress::default()
        };
        jobs::progress(&mut tx, job.job.id, progress).await.unwrap();
        tx.commit().await.unwrap();
    }
    let query = "query($id: ID!) { job(id: $id) { progress processed qualified rejected rejectedReasons { reason count } } }";
    let seen = ada.ask(query, json!({ "id": job.id })).await;
    let expected = json!({
        "progress": 40, "processed": 80, "qualified": 40, "rejected": 40,
        "rejectedReasons": [{ "reason": "wrong country", "count": 40 }],
    });
    assert_eq!(seen["job"], expected);

    let connection = t.database.connect().await;
    let told = event::Entity::find().filter(event::Column::Kind.eq(EventKind::JobProgressed));
    assert_eq!(told.count(&connection).await.unwrap(), 4, "2 seconds, one each half");
}

#[tokio::test]
async fn progress_never_goes_back_and_only_the_end_is_a_hundred() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let (job, scope) = (t.job(&ada, 10, true).await, ada.scope().await);
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    let ahead = Progress { percent: Some(150), ..Progress::default() };
    assert_eq!(jobs::progress(&mut tx, job.job.id, ahead).await.unwrap().progress, 99);
    let back = Progress { percent: Some(3), processed: 1, ..Progress::default() };
    assert_eq!(jobs::progress(&mut tx, job.job.id, back).await.unwrap().progress, 99);
    jobs::complete(&mut tx, job.job.id, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ada.see(&job.id, "progress").await, 100);
}

#[tokio::test]
async fn time_spent_running_does_not_count_pauses() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 10, true).await;
    t.advance(TimeDelta::seconds(2));
    ada.steered("Pause", &job.id).await;
    t.advance(TimeDelta::seconds(300));
    assert_eq!(ada.see(&job.id, "durationMs").await, 2_000);
    ada.steered("Resume", &job.id).await;
    t.advance(TimeDelta::seconds(3));
    assert_eq!(ada.see(&job.id, "durationMs").await, 5_000, "the current run counts while it runs");
    ada.steered("Cancel", &job.id).await;
    t.advance(TimeDelta::seconds(100));
    assert_eq!(ada.see(&job.id, "durationMs").await, 5_000);
}
