//! How the numbers come about: a moment behind the log, each event once, whatever happens on the way.

use super::support::{act, contact, join, lead, overview, rebuilt, sums, week};
use crate::{
    crm::desk::campaign,
    support::{actor::Actor, app::TestApp},
};
use chrono::TimeDelta;
use entity::{event, event_head};
use leadwire::{
    config::Config,
    insight::analytics::rollup,
    kernel::{
        app::App,
        error::Error,
        housekeeping,
        projection::{self, Projection},
        tx::Tx,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

async fn some_life(ada: &Actor) {
    let spring = campaign(ada, "Spring").await;
    for name in ["A", "B", "C"] {
        let id = lead(ada, name).await;
        join(ada, &spring, &[&id]).await;
        contact(ada, &id).await;
    }
}

#[tokio::test]
async fn commands_do_not_write_numbers_and_the_answer_says_as_of_when_it_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let never = overview(&ada, json!({ "last": "LAST_7_DAYS" })).await;
    assert_eq!(
        never["asOf"],
        json!(null),
        "nothing was read yet of what happened when the agency was founded"
    );
    let before = week(&t, &ada).await;
    some_life(&ada).await;
    t.advance(TimeDelta::minutes(1));
    let behind = overview(&ada, json!({ "last": "LAST_7_DAYS" })).await;
    assert_eq!((&behind["leads"], &behind["asOf"]), (&before["leads"], &json!("2026-11-02T09:00:00+00:00")));
    let is = week(&t, &ada).await;
    assert_eq!((&is["leads"]["new"], &is["asOf"]), (&json!(3), &json!("2026-11-02T09:01:00+00:00")));
}

#[tokio::test]
async fn who_dies_before_the_end_has_done_nothing_and_is_followed_by_who_does_it_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    some_life(&ada).await;
    // Dies after it has written everything, before the commit.
    let tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let (events, _) = leadwire::kernel::live::read(&t.app, &ada.scope().await, 0, 500).await.unwrap();
    let events: Vec<_> = events.iter().map(|event| event.as_ref().clone()).collect();
    let known = projection::Known { counted_seq: 0, kept_until: None };
    (rollup::projection().add)(&tx, &events, known).await.unwrap();
    drop(tx);
    assert!(sums(&t).await.is_empty());
    let again = t.restarted(Config::default()).await;
    assert_eq!(week(&again, &ada).await["leads"]["new"], 3);
    let once = sums(&t).await;
    projection::catch_up(&t.app).await.unwrap();
    projection::catch_up(&again.app).await.unwrap();
    assert_eq!(sums(&t).await, once, "nothing is read twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_who_read_at_once_count_each_event_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let other = t.restarted(Config::default()).await;
    let spin = |app: App| {
        tokio::spawn(async move {
            for _ in 0..40 {
                // Two who want the same row at the same moment: one of them may be told to try again.
                let _ = projection::catch_up(&app).await;
                tokio::task::yield_now().await;
            }
        })
    };
    let readers = [spin(t.app.clone()), spin(other.app.clone()), spin(t.app.clone())];
    for name in 0..12 {
        let id = lead(&ada, &format!("Lead {name}")).await;
        contact(&ada, &id).await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
    let is = week(&t, &ada).await;
    assert_eq!(
        (&is["leads"]["total"], &is["leads"]["new"], &is["leads"]["contacted"]),
        (&json!(12), &json!(12), &json!(12))
    );
    let once = sums(&t).await;
    assert_eq!(rebuilt(&t, &ada).await, once);
}

#[tokio::test]
async fn beginning_anew_mends_numbers_that_are_wrong_and_nobody_elses() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    some_life(&ada).await;
    some_life(&eve).await;
    t.run_tasks().await;
    let right = sums(&t).await;
    let db = t.database.connect().await;
    db.execute_unprepared("UPDATE metric_stock SET value = value + 7").await.unwrap();
    db.execute_unprepared("DELETE FROM metric_flow WHERE grain = 'QUARTER'").await.unwrap();
    let wrong = sums(&t).await;
    let mended = rebuilt(&t, &ada).await;
    let of = |all: &std::collections::BTreeMap<String, i64>, who: &Actor| {
        let own = all.iter().filter(|(key, _)| key.starts_with(&who.agency.to_string()));
        own.map(|(key, value)| (key.clone(), *value)).collect::<Vec<_>>()
    };
    assert_eq!(of(&mended, &ada), of(&right, &ada));
    assert_eq!(of(&mended, &eve), of(&wrong, &eve));
    assert_eq!(rebuilt(&t, &eve).await, right);
}

#[tokio::test]
async fn what_the_log_has_forgotten_is_kept() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    some_life(&ada).await;
    t.run_tasks().await;
    t.advance(TimeDelta::days(91));
    some_life(&ada).await;
    t.run_tasks().await;
    let right = sums(&t).await;
    housekeeping::run(&t.app).await.unwrap();
    let db = t.database.connect().await;
    let left = event::Entity::find().filter(event::Column::AgencyId.eq(ada.agency)).count(&db).await.unwrap();
    let head = event_head::Entity::find_by_id(ada.agency).one(&db).await.unwrap().unwrap();
    assert!(head.floor_seq > 0 && left > 0, "something was thrown away");
    lead(&ada, "After that").await;
    t.run_tasks().await;
    let more = sums(&t).await;
    assert_ne!(more, right);
    // The day of the oldest event that is left is not known as a whole any more: it is kept as it is, too.
    t.advance(TimeDelta::days(2));
    lead(&ada, "Days later").await;
    t.run_tasks().await;
    let before = sums(&t).await;
    assert_eq!(rebuilt(&t, &ada).await, before);
}

#[tokio::test]
async fn what_happens_after_a_new_beginning_is_counted_though_the_log_is_younger_than_a_day() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    some_life(&ada).await;
    t.run_tasks().await;
    t.advance(TimeDelta::days(91));
    housekeeping::run(&t.app).await.unwrap();
    lead(&ada, "First of the day").await;
    t.run_tasks().await;
    let before = sums(&t).await;
    assert_eq!(rebuilt(&t, &ada).await, before);
    lead(&ada, "Second of the day").await;
    let is = week(&t, &ada).await;
    assert_eq!((&is["leads"]["total"], &is["leads"]["new"]), (&json!(5), &json!(2)));
}

#[tokio::test]
async fn an_agency_that_was_there_before_there_were_numbers_begins_with_what_its_rows_say() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    some_life(&ada).await;
    let db = t.database.connect().await;
    // As before: events that tell no numbers, and what the migration leaves.
    let backend = db.get_database_backend();
    let without = match backend {
        sea_orm::DbBackend::Postgres => "UPDATE event SET data = data - 'tallies'",
        _ => "UPDATE event SET data = json_remove(data, '$.tallies')",
    };
    db.execute_unprepared(without).await.unwrap();
    db.execute_unprepared("DELETE FROM projection").await.unwrap();
    let stale = "INSERT INTO projection (agency_id, name, seq, counted_seq, is_stale)
        SELECT agency_id, 'analytics', 0, 0, true FROM event_head";
    db.execute_unprepared(stale).await.unwrap();
    let is = week(&t, &ada).await;
    assert_eq!((&is["leads"]["total"], &is["leads"]["contacted"]), (&json!(3), &json!(0)));
    act(&ada, "leadDelete", &lead(&ada, "D").await).await;
    lead(&ada, "E").await;
    assert_eq!(week(&t, &ada).await["leads"]["total"], 4);
}

#[tokio::test]
async fn what_is_being_made_anew_does_not_say_as_of_when_it_is_right() {
    let is_stuck = Arc::new(AtomicBool::new(false));
    let stuck = is_stuck.clone();
    let t = TestApp::wired(Config::default(), move |wiring| {
        wiring.projects(Projection {
            name: "stuck",
            add: Arc::new(move |_, _, _| {
                let is_stuck = stuck.load(Ordering::Relaxed);
                Box::pin(async move { if is_stuck { Err(Error::bug("stuck")) } else { Ok(()) } })
            }),
            begin: Arc::new(|_, _| Box::pin(async { Ok(0) })),
        });
    })
    .await;
    let scope = t.agency("acme").await.scope().await;
    let as_of = async || {
        projection::catch_up(&t.app).await.unwrap();
        projection::standing(&t.app, &scope, "stuck").await.unwrap().as_of
    };
    assert_eq!(as_of().await, Some(t.app.now()));
    is_stuck.store(true, Ordering::Relaxed);
    let db = t.database.connect().await;
    db.execute_unprepared("UPDATE projection SET is_stale = true WHERE name = 'stuck'").await.unwrap();
    assert_eq!(as_of().await, None, "it has begun, and come nowhere");
    is_stuck.store(false, Ordering::Relaxed);
    assert_eq!(as_of().await, Some(t.app.now()));
}
