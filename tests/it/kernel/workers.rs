//! The same promises with the real engine, real time and real threads.

use super::support::{Duty, Plan, WATCH, begun, noted, statuses, wire};
use crate::support::{
    actor::Actor,
    app,
    app::TestApp,
    database::{TestDatabase, backend},
};
use entity::background_task::{Column, Entity, TaskStatus};
use leadwire::{
    base::clock::{SystemClock, TestClock},
    config::Config,
    kernel::{
        app::App,
        db::Db,
        error::Error,
        queue::{BackgroundTask, Driver, River, worker},
        scope::Scope,
        tx::Tx,
        wiring::Wiring,
    },
    schema,
};
use sea_orm::{ColumnTrait, DbBackend, QueryFilter, sea_query::Expr};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// A process: an app whose tasks the real engine carries.
async fn process(url: &str) -> App {
    wired(url, |_| {}).await
}

/// The same with more beside the tests' duties.
async fn wired(url: &str, more: impl FnOnce(&mut Wiring)) -> App {
    let db = Db::connect(url, 4).await.unwrap();
    let driver = Driver::River(River::on(&db));
    let wire = |wiring: &mut Wiring| {
        wire(wiring);
        more(wiring);
    };
    app::build_wired(url, Arc::new(SystemClock), Config::default(), (driver, wire)).await
}

/// Agencies are founded beside the process, so that nothing but the tests' duties is booked in it.
async fn agency(database: &Arc<TestDatabase>, slug: &str) -> Scope {
    let clock = Arc::new(TestClock::at(leadwire::base::clock::Clock::now(&SystemClock)));
    let driver = Driver::Manual(Arc::default());
    let app = app::build(&database.url, clock.clone(), Config::default(), driver).await;
    let t = TestApp { schema: schema::build(app.clone()), app, clock, database: database.clone() };
    let actor: Actor = t.agency(slug).await;
    actor.scope().await
}

async fn book(app: &App, scope: &Scope, duties: impl IntoIterator<Item = Duty>) {
    let mut tx = Tx::begin(app, scope).await.unwrap();
    for duty in duties {
        tx.enqueue(&duty).unwrap();
    }
    tx.commit().await.unwrap();
}

/// Waits for what must come, and fails when it does not come in time.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !is_so().await {
        assert!(begin.elapsed() < Duration::from_secs(40), "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    begin.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn slices_run_to_their_end_and_each_leaves_its_effect_once() {
    let database = Arc::new(TestDatabase::fresh().await);
    let scope = agency(&database, "acme").await;
    let app = process(&database.url).await;
    let workers = worker::start(&app, 4).await.unwrap();
    book(&app, &scope, [Duty::new("e2e", Plan::Slices(20)), Duty::new("e2e/other", Plan::Done)]).await;
    let connection = database.connect().await;
    let took = until("both done", async || statuses(&connection).await == [TaskStatus::Done; 2]).await;
    let effects = noted(&connection).await;
    assert_eq!(effects.iter().filter(|text| *text == "e2e").count(), 20);
    assert_eq!(effects.iter().filter(|text| *text == "e2e/other").count(), 1);
    assert!(took < Duration::from_secs(9), "twenty slices took {took:?}: the next one waits too long");
    workers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_failed_attempt_and_the_worker_lives() {
    let database = Arc::new(TestDatabase::fresh().await);
    let scope = agency(&database, "acme").await;
    let app = process(&database.url).await;
    let workers = worker::start(&app, 2).await.unwrap();
    book(&app, &scope, [Duty::new("panics", Plan::Panics), Duty::new("panics/not", Plan::Done)]).await;
    let connection = database.connect().await;
    until("three attempts", async || statuses(&connection).await == [TaskStatus::Dead, TaskStatus::Done])
        .await;
    assert_eq!(begun("panics"), 3);
    assert!(noted(&connection).await.contains(&"gave up panics: INTERNAL".to_owned()));
    workers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::await_holding_lock, reason = "read at the end, when nothing else writes")]
async fn an_agency_with_much_to_do_does_not_keep_another_waiting() {
    let database = Arc::new(TestDatabase::fresh().await);
    let (busy, small) = (agency(&database, "busy").await, agency(&database, "small").await);
    let app = process(&database.url).await;
    book(&app, &busy, (0..80).map(|n| Duty::new(&format!("fair-busy/{n}"), Plan::Slow(30)))).await;
    let workers = worker::start(&app, 8).await.unwrap();
    until("the busy one is at work", async || begun("fair-busy/0") > 0).await;
    book(&app, &small, (0..6).map(|n| Duty::new(&format!("fair-small/{n}"), Plan::Slow(30)))).await;
    let begun_before = WATCH
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .begun
        .iter()
        .filter(|name| name.starts_with("fair-"))
        .count();
    let connection = database.connect().await;
    until("all done", async || statuses(&connection).await.iter().all(|status| *status == TaskStatus::Done))
        .await;
    let watch = WATCH.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let order: Vec<_> = watch.begun.iter().filter(|name| name.starts_with("fair-")).collect();
    let last_small = order.iter().rposition(|name| name.starts_with("fair-small")).unwrap();
    assert_eq!(order.len(), 86, "each began once");
    assert!(last_small < begun_before + 50, "the small agency's last task began after {last_small} others");
    // A place is free once the slice has committed, a moment before the test hears of its end: two may overlap two.
    assert!(watch.most["fair-busy"] <= 4, "never more of one agency and lane than it has places");
    drop(watch);
    workers.stop().await;
}

#[test]
fn what_a_killed_worker_held_is_taken_over_at_once_and_done_once() {
    let runtime =
        || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let test = runtime();
    let (database, scope) = test.block_on(async {
        let database = Arc::new(TestDatabase::fresh().await);
        let scope = agency(&database, "acme").await;
        (database, scope)
    });
    // The first process: its runtime, with every task and connection in it, is dropped in the middle of a slice.
    let first = runtime();
    let url = database.url.clone();
    let workers = first.block_on(async {
        let app = process(&url).await;
        let workers = worker::start(&app, 2).await.unwrap();
        book(&app, &scope, [Duty::new("killed", Plan::HangsOnce)]).await;
        until("it hangs", async || begun("killed") == 1).await;
        workers
    });
    first.shutdown_background();
    drop(workers);

    test.block_on(async {
        let app = process(&database.url).await;
        let second = app::workers(&app, 2).await;
        let connection = database.connect().await;
        let took =
            until("done by the second", async || statuses(&connection).await == [TaskStatus::Done]).await;
        assert!(took < Duration::from_secs(15), "working again after {took:?}");
        assert_eq!(begun("killed"), 2);
        assert_eq!(noted(&connection).await, ["killed"]);
        second.stop().await;
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_a_slice_finish_and_spends_no_attempt() {
    let database = Arc::new(TestDatabase::fresh().await);
    let scope = agency(&database, "acme").await;
    let app = process(&database.url).await;
    let workers = worker::start(&app, 2).await.unwrap();
    book(&app, &scope, [Duty::new("stopped", Plan::Slow(600))]).await;
    until("it is at work", async || begun("stopped") == 1).await;
    workers.stop().await;
    let connection = database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Done]);
    assert_eq!((begun("stopped"), noted(&connection).await), (1, vec!["stopped".to_owned()]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_being_taken_off_is_not_let_in_meanwhile() {
    // On SQLite one writes at a time.
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = Arc::new(TestDatabase::fresh().await);
    let scope = agency(&database, "acme").await;
    let driver = Driver::Manual(Arc::default());
    let by_hand = (driver, wire);
    let by_hand = app::build_wired(&database.url, Arc::new(SystemClock), Config::default(), by_hand).await;
    book(&by_hand, &scope, [Duty::new("taken-off", Plan::Done)]).await;
    let tx = Tx::begin(&by_hand, &scope).await.unwrap();
    let off = tx.update::<Entity>().filter(Column::Kind.eq(Duty::KIND));
    off.col_expr(Column::Status, Expr::val(TaskStatus::Cancelled)).exec(&tx).await.unwrap();

    // Whoever books lets in what waits in the lane.
    let app = process(&database.url).await;
    let more = book(&app, &scope, [Duty::new("taken-off/not", Plan::Done)]);
    tokio::time::timeout(Duration::from_secs(5), more).await.expect("it waits for nobody");
    tx.commit().await.unwrap();
    let connection = database.connect().await;
    assert_eq!(statuses(&connection).await, [TaskStatus::Cancelled, TaskStatus::Admitted]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_panics_or_fails_beside_the_workers_keeps_nobody_else_from_their_turn() {
    let database = Arc::new(TestDatabase::fresh().await);
    let (bad, good) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (of_bad, of_good) = (bad.clone(), good.clone());
    let app = wired(&database.url, move |wiring| {
        wiring.sweeps(move |_| {
            let looks = of_bad.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                assert!(looks > 0, "as planned");
                Err(Error::bug("as planned"))
            })
        });
        wiring.sweeps(move |_| {
            of_good.fetch_add(1, Ordering::SeqCst);
            Box::pin(async { Ok(()) })
        });
    })
    .await;
    let workers = worker::start(&app, 2).await.unwrap();
    until("the other has had its turn", async || good.load(Ordering::SeqCst) > 1).await;
    let turns = good.load(Ordering::SeqCst);
    assert!(bad.load(Ordering::SeqCst) > turns, "and the one that failed has its turn again");
    workers.stop().await;
}
