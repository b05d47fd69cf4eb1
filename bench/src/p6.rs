//! P6: background tasks that end in one transaction with one event each, against bare River doing the same.

use crate::{app, harness, seed};
use anyhow::Result;
use entity::event_kind::{EventKind, SubjectKind};
use leadwire::kernel::{
    app::App,
    events::{Event, Subject},
    queue::{BackgroundTask, Ended, Failure, Slice, worker},
    scope::Scope,
    tx::Tx,
    wiring::Wiring,
};
use riverqueue::{BoxError, Client, Job, JobArgs, QueueConfig, WorkContext, WorkOutcome, Workers, database};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use std::time::{Duration, Instant};
use uuid::Uuid;

const TASKS: usize = 4_000;
/// Fairness is per agency: so many of them share the work.
const AGENCIES: usize = 20;
const WORKERS: usize = 16;
const TARGET: f64 = 0.5;

/// A duty whose whole work is to say that it was done.
#[derive(Serialize, Deserialize)]
struct Tell {
    number: usize,
}

#[derive(Serialize, Deserialize)]
struct Told {
    number: usize,
}

/// Of a kind that nothing reacts to.
impl Event for Told {
    const KIND: EventKind = EventKind::LeadListUpdated;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::LeadList, Uuid::nil())
    }
}

impl BackgroundTask for Tell {
    const KIND: &'static str = "bench.tell";
    const LANE: &'static str = "bench";

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let mut tx = slice.begin().await?;
        tx.emit(&Told { number: self.number }).await?;
        slice.done(tx).await
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Tell>();
}

pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ours = app::leadwire(&app::database("p6_ours").await?, folder.path()).await?;
    let own = app::pool(&ours.config().database.url).await?;
    seed::fill(&own, AGENCIES, 1).await?;
    let mut scopes = vec![];
    for admin in seed::admins(&ours, &own).await? {
        scopes.push(app::scope(&ours, &admin.token).await?);
    }
    let pool = app::pool(&app::database("p6_limit").await?).await?;
    riverqueue::migrate::PostgresMigrator::new(pool.clone()).migrate_up().await?;
    let table = "CREATE TABLE told (agency uuid, seq bigint, number bigint, PRIMARY KEY (agency, seq));
        CREATE TABLE head (agency uuid PRIMARY KEY, seq bigint)";
    sqlx::raw_sql(table).execute(&pool).await?;
    harness::compare(
        "P6 tasks with one event each",
        TARGET,
        || leadwire_round(&ours, &scopes),
        || river_round(&pool),
    )
    .await
}

async fn leadwire_round(app: &App, scopes: &[Scope]) -> Result<f64> {
    let pool = app::pool(&app.config().database.url).await?;
    sqlx::raw_sql("TRUNCATE background_task, event, river_job CASCADE").execute(&pool).await?;
    let each = TASKS / AGENCIES;
    for (at, scope) in scopes.iter().enumerate() {
        book(app, scope, at * each..(at + 1) * each).await?;
    }
    let start = Instant::now();
    let workers = worker::start(app, WORKERS).await?;
    wait_for(&pool, "SELECT count(*) FROM event").await?;
    let took = start.elapsed();
    workers.stop().await;
    Ok(harness::per_second(TASKS, took))
}

/// Books them as a command would, in one transaction for each agency: booking is not what is measured.
async fn book(app: &App, scope: &Scope, numbers: std::ops::Range<usize>) -> Result<()> {
    let mut tx = Tx::begin(app, scope).await?;
    for number in numbers {
        tx.enqueue(&Tell { number })?;
    }
    Ok(tx.commit().await?)
}

#[derive(Clone, Deserialize, JobArgs, Serialize)]
#[river(kind = "tell")]
struct Bare {
    agency: Uuid,
    number: i64,
}

async fn river_round(pool: &PgPool) -> Result<f64> {
    sqlx::raw_sql("TRUNCATE river_job, told, head").execute(pool).await?;
    let agencies: Vec<Uuid> = (0..AGENCIES).map(|at| Uuid::from_u128(at as u128 + 1)).collect();
    let args = (0..TASKS).map(|n| Bare { agency: agencies[n % AGENCIES], number: n as i64 });
    Client::builder(pool.clone()).build()?.insert_many(args).await?;
    let mut workers = Workers::new();
    let own = pool.clone();
    workers.add_fn(move |context: WorkContext, job: Job<Bare>| {
        let pool = own.clone();
        async move { tell(&pool, context, job).await }
    })?;
    let client = Client::builder(pool.clone())
        .workers(workers)
        .queue("default", QueueConfig::new(WORKERS))
        .fetch_cooldown(Duration::from_millis(5))
        .build()?;
    let start = Instant::now();
    let mut run = client.start()?;
    wait_for(pool, "SELECT count(*) FROM told").await?;
    let took = start.elapsed();
    run.stopper().stop();
    run.wait().await?;
    Ok(harness::per_second(TASKS, took))
}

async fn tell(pool: &PgPool, context: WorkContext, job: Job<Bare>) -> Result<WorkOutcome, BoxError> {
    let mut tx = database::begin_postgres(pool).await?;
    context.job_complete_tx(&mut tx).await?;
    let sql = "WITH h AS (INSERT INTO head VALUES ($1, 1) ON CONFLICT (agency) DO UPDATE SET seq = head.seq + 1 RETURNING seq)
        INSERT INTO told SELECT $1, seq, $2 FROM h";
    sqlx::query(sql).bind(job.args.agency).bind(job.args.number).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(WorkOutcome::Complete)
}

async fn wait_for(pool: &PgPool, count: &'static str) -> Result<()> {
    loop {
        let (done,): (i64,) = sqlx::query_as(count).fetch_one(pool).await?;
        if done >= i64::try_from(TASKS)? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
