//! A whole Leadwire for one test: its own database, a clock the test moves, tasks that run when the test says so.

use crate::support::database::{TestDatabase, backend, files_of};
use chrono::{TimeDelta, TimeZone, Utc};
use leadwire::{
    base::{
        clock::{SharedClock, TestClock},
        random::Random,
    },
    config::Config,
    connections, hooks,
    identity::{self, users::password::PasswordCost},
    kernel::{
        app::{App, Extras, Parts},
        db::Db,
        keys::{self, Keys},
        live::{hint::Hints, tails::Tails},
        provider,
        queue::{Driver, manual, worker},
        seal::Sealer,
        wall,
        wiring::Wiring,
    },
    schema::{self, AppSchema},
};
use sea_orm::DbBackend;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

pub struct TestApp {
    pub app: App,
    pub schema: AppSchema,
    pub clock: Arc<TestClock>,
    pub database: Arc<TestDatabase>,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::wired(config, |_| {}).await
    }

    /// With duties of the test's own beside the program's.
    pub async fn wired(config: Config, wire: impl FnOnce(&mut Wiring)) -> Self {
        Self::at(Arc::new(TestDatabase::fresh().await), config, wire).await
    }

    async fn at(database: Arc<TestDatabase>, config: Config, wire: impl FnOnce(&mut Wiring)) -> Self {
        let clock = Arc::new(TestClock::at(Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap()));
        let driver = Driver::Manual(Arc::default());
        let app = build_wired(&database.url, clock.clone(), config, (driver, wire)).await;
        Self { schema: schema::build(app.clone()), app, clock, database }
    }

    /// On a migrated database of the test's own.
    pub async fn on(url: &str) -> Self {
        Self::at(Arc::new(TestDatabase::elsewhere(url)), Config::default(), |_| {}).await
    }

    /// Another process on the same database, with the same clock and keys.
    pub async fn restarted(&self, config: Config) -> Self {
        let driver = Driver::Manual(Arc::default());
        let app = build(&self.database.url, self.clock.clone(), config, driver).await;
        let database = self.database.clone();
        Self { schema: schema::build(app.clone()), app, clock: self.clock.clone(), database }
    }

    /// Runs what is due now, and what that books, until nothing is; returns how many slices ran.
    pub async fn run_tasks(&self) -> usize {
        manual::run_due(&self.app).await.expect("the ledger answers")
    }

    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }
}

/// Workers of a process that follows one that was killed: what a dropped runtime held goes a moment after it.
pub async fn workers(app: &App, count: usize) -> worker::Running {
    let begun = Instant::now();
    loop {
        match worker::start(app, count).await {
            Ok(running) => return running,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(20), "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An [`App`] on a migrated database.
pub async fn build(url: &str, clock: SharedClock, config: Config, driver: Driver) -> App {
    build_wired(url, clock, config, (driver, |_: &mut Wiring| {})).await
}

/// [`build`] with duties of the test's own beside the program's.
pub async fn build_wired(
    url: &str,
    clock: SharedClock,
    mut config: Config,
    (driver, wire): (Driver, impl FnOnce(&mut Wiring)),
) -> App {
    leave_the_wall_alone();
    if config.files.dir.as_os_str().is_empty() {
        config.files.dir = files_of(url);
    }
    let mut wiring = schema::wiring();
    wire(&mut wiring);
    let random = Random::seeded(7);
    let keys = Keys::parse(&keys::generate(&random)).expect("fresh keys");
    put_together(url, clock, config, (driver, wiring, keys, random)).await
}

/// [`build`] with keys of the test's own.
pub async fn build_keyed(
    url: &str,
    clock: SharedClock,
    config: Config,
    (driver, keys): (Driver, Keys),
) -> App {
    put_together(url, clock, config, (driver, schema::wiring(), keys, Random::seeded(8))).await
}

async fn put_together(
    url: &str,
    clock: SharedClock,
    config: Config,
    (driver, wiring, keys, random): (Driver, Wiring, Keys, Random),
) -> App {
    let keys = Arc::new(keys);
    let limits =
        [config.database.patience_ms, config.database.statement_timeout_ms].map(Duration::from_millis);
    let db = Db::connect_within(url, 8, limits.into()).await.expect("connected");
    let connectors = provider::connectors(&config.providers, &db, &clock, &random).expect("set up");
    let extras = connections::install(identity::install(Extras::default(), PasswordCost::least()));
    let extras = hooks::install(extras, &config.webhooks, &random, &clock);
    App::new(Parts {
        db,
        connectors,
        clock,
        sealer: Sealer::new(keys.clone(), random.clone()),
        random,
        driver,
        wiring,
        hints: Hints::default(),
        tails: Tails::default(),
        keys,
        config: Arc::new(config),
        extras,
    })
}

/// With `LEADWIRE_TEST_WALL=alone` the application's own agency filter is taken away, in the whole process: whatever still
/// holds, holds by row-level security.
fn leave_the_wall_alone() {
    #[cfg(debug_assertions)]
    if std::env::var_os("LEADWIRE_TEST_WALL").is_some_and(|wall| wall == "alone") {
        assert_eq!(backend(), DbBackend::Postgres, "on SQLite there is no other wall");
        wall::filter::remove();
    }
}
