//! A worker whose clock is set while it works does nothing until it is right again.

use super::support::{Duty, Plan, begun, noted, statuses, wire};
use crate::support::{
    app,
    app::TestApp,
    database::{TestDatabase, backend},
};
use chrono::TimeDelta;
use entity::background_task::TaskStatus;
use leadwire::{
    base::clock::{Clock, SharedClock, SystemClock, TestClock, Timestamp},
    config::Config,
    kernel::{
        app::App,
        db::Db,
        queue::{Driver, River, worker},
        tx::Tx,
    },
    schema,
};
use sea_orm::{ConnectionTrait, DbBackend};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// The system's clock, and so many seconds.
#[derive(Default)]
struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> Timestamp {
        SystemClock.now() + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

async fn process(url: &str, clock: SharedClock) -> App {
    let db = Db::connect(url, 4).await.unwrap();
    let driver = Driver::River(River::on(&db));
    app::build_wired(url, clock, Config::default(), (driver, wire)).await
}

/// An agency can be founded by a clock that processes beside it go by, too.
async fn by_the_systems_time() -> TestApp {
    let database = Arc::new(TestDatabase::fresh().await);
    let clock = Arc::new(TestClock::at(SystemClock.now()));
    let app =
        app::build(&database.url, clock.clone(), Config::default(), Driver::Manual(Arc::default())).await;
    TestApp { schema: schema::build(app.clone()), app, clock, database }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_whose_clock_is_set_stands_still_until_it_is_right() {
    let t = by_the_systems_time().await;
    let (scope, database) = (t.agency("acme").await.scope().await, &t.database);
    let set = Arc::new(Set::default());
    let wrong = process(&database.url, set.clone()).await;
    let right = process(&database.url, Arc::new(SystemClock)).await;
    let workers = worker::start(&wrong, 2).await.unwrap();
    // A clock that is behind does things late where nobody compares: that is not waited for.
    let jumps = if backend() == DbBackend::Postgres { [1, -1, 24, -24] } else { [1, 2, 24, 25] };
    for hours in jumps {
        let name = format!("set by {hours}");
        set.0.store(hours * 3_600, Ordering::SeqCst);
        let mut tx = Tx::begin(&right, &scope).await.unwrap();
        tx.enqueue(&Duty::new(&name, Plan::Done)).unwrap();
        // On SQLite there is one process and one clock, and nothing to compare it with: it goes on.
        let later =
            right.now() + TimeDelta::minutes(if backend() == DbBackend::Postgres { 10 } else { 10_000 });
        tx.enqueue_at(&Duty::new(&format!("{name}, later"), Plan::Done), later).unwrap();
        tx.commit().await.unwrap();
        if backend() == DbBackend::Postgres {
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            assert_eq!(begun(&name), 0, "it began something by a wrong clock");
            set.0.store(0, Ordering::SeqCst);
        }
        let began = std::time::Instant::now();
        while begun(&name) == 0 {
            assert!(began.elapsed() < Duration::from_secs(20), "it does not begin again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    workers.stop().await;
    let db = database.connect().await;
    let done = statuses(&db).await.into_iter().filter(|status| *status == TaskStatus::Done).count();
    assert_eq!((done, noted(&db).await.len()), (4, 4), "each once, and nothing before its time");
}

/// What a ticket is when it is given back, and when it was taken for stuck.
const STATES: [&str; 2] = ["available", "retryable"];

/// Whoever stops because of its clock gives back what it held, and dates it by that clock. Whoever leads the queue with such a
/// clock takes what others are at for stuck, and has it tried again, at a time by that clock.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_by_a_wrong_clock_is_done_all_the_same() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = by_the_systems_time().await;
    let (scope, database) = (t.agency("acme").await.scope().await, &t.database);
    let right = process(&database.url, Arc::new(SystemClock)).await;
    let db = database.connect().await;
    for state in STATES {
        let mut tx = Tx::begin(&right, &scope).await.unwrap();
        tx.enqueue(&Duty::new(&format!("{state} in an hour"), Plan::Done)).unwrap();
        tx.commit().await.unwrap();
        let ahead = format!(
            "UPDATE river_job SET state = '{state}', scheduled_at = now() + interval '1 hour'
            WHERE scheduled_at <= now() + interval '1 minute'"
        );
        assert_eq!(db.execute_unprepared(&ahead).await.unwrap().rows_affected(), 1, "{state}");
    }
    let workers = worker::start(&right, 2).await.unwrap();
    let began = std::time::Instant::now();
    while STATES.iter().any(|state| begun(&format!("{state} in an hour")) == 0) {
        assert!(began.elapsed() < Duration::from_secs(30), "it waits for the hour");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    workers.stop().await;
    assert_eq!(statuses(&db).await, [TaskStatus::Done; 2]);
    assert_eq!(noted(&db).await.len(), 2, "each once");
}
