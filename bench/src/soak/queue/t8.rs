//! T8: jobs are paused and cancelled at random moments of their slices, and go on from where they stood.

use super::items::Items;
use crate::soak::desk::{Desk, Place, Sheet, crew::Crew, duty, pause, percentile, until};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use entity::{
    background_task::{self, TaskStatus},
    ids::JobId,
    job::{self, JobKind, JobStatus},
};
use leadwire::{
    jobs::{self, NewJob},
    kernel::{queue::BackgroundTask, tx::Tx},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::{Duration, Instant};

const STOPS: usize = 1_000;
const AT_ONCE: usize = 8;
const ITEMS: u64 = 40;
const WORKS_MS: u64 = 30;
/// One in so many is cancelled and retried instead of paused and resumed.
const CANCELLED: u64 = 8;
const PATIENCE: Duration = Duration::from_secs(120);
const TARGET_MS: f64 = 5_000.0;

/// A job that stood still, from when to when.
struct Stop {
    took_ms: f64,
    first: u64,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AT_ONCE).await?;
    let crew = Crew::of(&place).await?;
    let each = sheet.share(STOPS, 16).div_ceil(AT_ONCE);
    let hands = (0..AT_ONCE).map(|at| hand(&place, at, each));
    let (mut stops, mut jobs) = (vec![], 0);
    for (stopped, made) in futures_util::future::try_join_all(hands).await? {
        stops.extend(stopped);
        jobs += made;
    }
    let over = async || Ok(running(&place).await? == 0);
    until("every job is over", PATIENCE, over).await?;
    judge(sheet, &place, &stops, jobs).await?;
    crew.stop().await?;
    Ok(())
}

async fn judge(sheet: &mut Sheet, place: &Place, stops: &[Stop], jobs: u64) -> Result<()> {
    let took: Vec<f64> = stops.iter().map(|stop| stop.took_ms).collect();
    let effects = duty::effects(place).await?;
    let by_number = duty::by_number(&effects);
    let of = |stop: &Stop, number: u64| (stop.first + 1..=stop.first + ITEMS).contains(&number);
    let begun_while_stopped = effects.iter().filter(|done| {
        stops.iter().any(|stop| of(stop, done.number) && done.began > stop.from && done.began < stop.to)
    });
    let completed = job::Entity::find().filter(job::Column::Status.eq(JobStatus::Completed));
    sheet.note("jobs, stops", format!("{jobs}, {}", stops.len()));
    let p99 = percentile(took.clone(), 0.99);
    sheet.check("p99 until it stands still", format!("{p99:.0} ms"), "≤ 5000 ms", p99 <= TARGET_MS);
    sheet.note("p50, most", format!("{:.0}, {:.0} ms", percentile(took.clone(), 0.5), percentile(took, 1.0)));
    sheet.exact("items begun while their job stood still", begun_while_stopped.count(), 0);
    sheet.exact("jobs completed", completed.count(&place.rows).await?, jobs);
    sheet.exact("items done", by_number.len() as u64, jobs * ITEMS);
    sheet.exact("items done twice", effects.len() - by_number.len(), 0);
    // Each slice that ends well begins the row's count anew: what was spent before stands in the log only.
    let log = std::fs::read_to_string(place.folder.path().join("processes.log"))?;
    let spent = log.lines().filter(|line| line.contains("slice failed") && line.contains(Items::KIND));
    sheet.exact("attempts spent", spent.count(), 0);
    Ok(())
}

async fn running(place: &Place) -> Result<u64> {
    let live = [JobStatus::Pending, JobStatus::Running, JobStatus::Paused];
    Ok(job::Entity::find().filter(job::Column::Status.is_in(live)).count(&place.rows).await?)
}

/// Stops jobs of one agency, one after the other; makes a new one when one is done.
async fn hand(place: &Place, at: usize, stops: usize) -> Result<(Vec<Stop>, u64)> {
    let (desk, random) = (place.desk(at).clone(), place.random());
    let (mut done, mut made) = (vec![], 0);
    while done.len() < stops {
        let first = (at as u64 * 1_000 + made) * 1_000;
        made += 1;
        let job = create(place, &desk, first).await?;
        while done.len() < stops && status(place, job).await? == JobStatus::Running {
            pause((random.unit() * 250.0) as u64).await;
            let cancels = random.unit() * (CANCELLED as f64) < 1.0;
            if let Some(stop) = stop(place, &desk, job, first, cancels).await? {
                done.push(stop);
            }
        }
    }
    Ok((done, made))
}

/// `None`: it was over before.
async fn stop(place: &Place, desk: &Desk, id: JobId, first: u64, cancels: bool) -> Result<Option<Stop>> {
    let (app, scope, begun) = (&place.app, &desk.scope, Instant::now());
    let stopped = match cancels {
        true => jobs::cancel(app, scope, id).await,
        false => jobs::pause(app, scope, id).await,
    };
    if let Err(error) = stopped {
        ensure!(error.code() == "CONFLICT" && status(place, id).await? == JobStatus::Completed, "{error}");
        return Ok(None);
    }
    let from = app.now();
    until("no slice of it is at work", PATIENCE, async || Ok(at_work(place, id).await? == 0)).await?;
    let took_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    pause((app.random().unit() * 100.0) as u64).await;
    let to = app.now();
    match cancels {
        true => jobs::retry(app, scope, id).await?,
        false => jobs::resume(app, scope, id).await?,
    };
    until("it goes on", PATIENCE, async || Ok(status(place, id).await? != JobStatus::Pending)).await?;
    Ok(Some(Stop { took_ms, first, from, to }))
}

async fn create(place: &Place, desk: &Desk, first: u64) -> Result<JobId> {
    let mut tx = Tx::begin(&place.app, &desk.scope).await?;
    let config = serde_json::json!({ "first": first, "worksMs": WORKS_MS });
    let new = NewJob { total: Some(i32::try_from(ITEMS)?), config, ..NewJob::of(JobKind::Sync) };
    let job = jobs::create(&mut tx, new).await?;
    tx.commit().await?;
    Ok(job.id)
}

async fn status(place: &Place, id: JobId) -> Result<JobStatus> {
    let row = job::Entity::find_by_id(id).one(&place.rows).await?;
    Ok(row.context("a job")?.status)
}

async fn at_work(place: &Place, id: JobId) -> Result<u64> {
    use background_task::Column as C;
    let held =
        background_task::Entity::find().filter(C::JobId.eq(id)).filter(C::Status.eq(TaskStatus::Admitted));
    Ok(held.count(&place.rows).await?)
}
