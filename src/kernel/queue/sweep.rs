//! What keeps the queue honest beside the workers: lets in what became due, takes over what the dead held.

use super::{
    Failure, Slice, admit,
    river::{QUEUE, Ticket},
};
use crate::kernel::{app::App, error::Result, node, work::Work};
use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    ids::AgencyId,
};
use riverqueue::{JobListParams, JobRow, JobState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::{collections::HashMap, time::Duration};

const DUE_EVERY: Duration = Duration::from_secs(1);
/// Every how many rounds the dead are looked for.
const DEAD_EVERY: u64 = 10;
/// An admitted task whose ticket is gone is let in again after this long.
const ORPHAN_AFTER: TimeDelta = TimeDelta::minutes(3);

pub(super) async fn forever(app: App, me: String) {
    let mut rounds = tokio::time::interval(DUE_EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u64.. {
        rounds.tick().await;
        if let Err(error) = due(&app).await {
            tracing::warn!(?error, "could not look for due tasks");
        }
        if round % DEAD_EVERY == DEAD_EVERY - 1
            && let Err(error) = both(&app, &me).await
        {
            tracing::warn!(?error, "could not look after dead workers");
        }
    }
}

async fn both(app: &App, me: &str) -> Result<()> {
    take_over(app, me).await?;
    orphans(app).await
}

/// Lets in what waits in lanes with free places.
#[expect(clippy::disallowed_methods, reason = "the queue keeps its own ledger, across agencies")]
async fn due(app: &App) -> Result<()> {
    use background_task::Column as C;
    let lanes: Vec<(AgencyId, String)> = background_task::Entity::find()
        .select_only()
        .column(C::AgencyId)
        .column(C::Lane)
        .distinct()
        .filter(C::Status.is_in([TaskStatus::Queued, TaskStatus::Retrying]))
        .filter(C::RunAt.lte(app.now()))
        .order_by_asc(C::AgencyId)
        .limit(500)
        .into_tuple()
        .all(app.db().platform())
        .await?;
    for (agency, lane) in lanes {
        let work = Work::begin(app.db()).await?;
        admit::lane(&work, app, agency, &lane, app.now()).await?;
        work.commit().await?;
    }
    Ok(())
}

/// Gives every slice that a dead worker held to the living, as a failed attempt.
pub(super) async fn take_over(app: &App, me: &str) -> Result<()> {
    let Some(river) = app.driver().river() else { return Ok(()) };
    let params = JobListParams::default().queues([QUEUE]).states([JobState::Running]).limit(10_000);
    let mut dead = HashMap::new();
    for job in river.jobs().list(params).await?.jobs {
        let Some(holder) = job.attempted_by.last().filter(|holder| *holder != me).cloned() else { continue };
        let is_dead = match dead.get(&holder) {
            Some(known) => *known,
            None => node::is_dead(app.db(), &holder).await?,
        };
        dead.insert(holder, is_dead);
        if is_dead {
            reticket(app, &job).await?;
        }
    }
    Ok(())
}

async fn reticket(app: &App, job: &JobRow) -> Result<()> {
    let ticket: Ticket = serde_json::from_str(job.encoded_args.get())?;
    tracing::info!(task = %ticket.task, kind = ticket.kind, "taking over from a dead worker");
    Slice::new(app.clone(), ticket, job.id).failed(Failure::worker_died()).await?;
    // The ledger may not know this ticket any more; it is of no use to anybody then.
    if let Some(river) = app.driver().river() {
        let work = Work::begin(app.db()).await?;
        if work.complete_ticket(river, job.id).await.is_ok() {
            work.commit().await?;
        }
    }
    Ok(())
}

/// Queues again what is admitted though no ticket carries it.
#[expect(clippy::disallowed_methods, reason = "the queue keeps its own ledger, across agencies")]
async fn orphans(app: &App) -> Result<()> {
    use background_task::Column as C;
    let Some(river) = app.driver().river() else { return Ok(()) };
    let now = app.now();
    let old = background_task::Entity::find()
        .filter(C::Status.eq(TaskStatus::Admitted))
        .filter(C::UpdatedAt.lt(now - ORPHAN_AFTER))
        .limit(1_000)
        .all(app.db().platform())
        .await?;
    let tickets: Vec<i64> = old.iter().filter_map(|task| task.river_job_id).collect();
    if tickets.is_empty() {
        return Ok(());
    }
    let live =
        [JobState::Available, JobState::Pending, JobState::Retryable, JobState::Running, JobState::Scheduled];
    let found =
        river.jobs().list(JobListParams::default().ids(tickets).states(live).limit(10_000)).await?.jobs;
    for task in old {
        if found.iter().any(|job| Some(job.id) == task.river_job_id) {
            continue;
        }
        let work = Work::begin(app.db()).await?;
        background_task::Entity::update_many()
            .col_expr(C::Status, Expr::val(TaskStatus::Queued))
            .col_expr(C::UpdatedAt, Expr::val(now))
            .filter(C::Id.eq(task.id))
            .filter(C::Status.eq(TaskStatus::Admitted))
            .filter(C::RiverJobId.eq(task.river_job_id))
            .exec(&work)
            .await?;
        admit::lane(&work, app, task.agency_id, &task.lane, now).await?;
        work.commit().await?;
    }
    Ok(())
}
