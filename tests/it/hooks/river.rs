//! The same on the real queue, in real time: at once, and through a sender that dies.

use super::support::{lax, ok, rows};
use crate::support::{app, app::TestApp, database::TestDatabase, scripted::Scripted};
use entity::webhook_delivery::DeliveryStatus;
use leadwire::{
    base::clock::{Clock, SystemClock, TestClock},
    kernel::{
        db::Db,
        queue::{Driver, River, worker},
    },
    schema,
};
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

/// A process on this database whose duties the real engine carries.
async fn process(database: &Arc<TestDatabase>) -> TestApp {
    let db = Db::connect(&database.url, 4).await.unwrap();
    let driver = Driver::River(River::on(&db));
    let app = app::build(&database.url, Arc::new(SystemClock), lax(), driver).await;
    let clock = Arc::new(TestClock::at(SystemClock.now()));
    TestApp { schema: schema::build(app.clone()), app, clock, database: database.clone() }
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !is_so().await {
        assert!(begin.elapsed() < Duration::from_secs(40), "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    begin.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_dies_in_the_middle_loses_nothing() {
    let database = Arc::new(TestDatabase::fresh().await);
    let receiver = Scripted::start(vec![ok()]).await;
    let t = process(&database).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let workers = worker::start(&t.app, 4).await.expect("workers");
    ada.new_lead("First").await;
    let took = until("the first message", async || receiver.seen().len() == 1).await;
    eprintln!("a webhook arrived after {took:?}");
    for number in 0..20 {
        ada.new_lead(&format!("Lead {number}")).await;
    }
    until("some of the others", async || receiver.seen().len() > 5).await;
    // Hard: slices at work are cut off.
    drop(workers);
    let again = process(&database).await;
    let workers = app::workers(&again.app, 4).await;
    until("the rest", async || rows(&again).await.iter().all(|row| row.status == DeliveryStatus::Succeeded))
        .await;
    let told: BTreeSet<String> =
        receiver.seen().iter().map(|seen| seen.header("webhook-id").unwrap().to_owned()).collect();
    assert_eq!((told.len(), rows(&again).await.len()), (21, 21), "each arrived, and is on the log once");
    workers.stop().await;
}
