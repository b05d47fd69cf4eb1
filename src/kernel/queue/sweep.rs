//! What keeps the queue honest beside the workers: lets in what became due, takes over what the dead held.

use super::{
    Slice, admit,
    river::{QUEUE, Ticket},
    steady::Steady,
};
use crate::{
    base::clock::Timestamp,
    kernel::{
        app::App,
        db::Pools,
        error::{Error, Result},
        node::{self, Node},
        work::Work,
    },
};
use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    ids::AgencyId,
};
use riverqueue::{JobListParams, JobRow, JobState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::sync::Mutex;
use uuid::Uuid;

const DUE_EVERY: Duration = Duration::from_secs(1);
/// Lanes looked at in one round; more than an agency has.
const LANES: u64 = 500;
/// Every how many rounds the dead are looked for: a restarted process may come before the database has noticed that its
/// predecessor is gone.
const DEAD_EVERY: u64 = 2;
const ORPHANS_EVERY: u64 = 10;
/// An admitted task whose ticket is gone is let in again after this long.
const ORPHAN_AFTER: TimeDelta = TimeDelta::minutes(3);

/// Sweeps until it is stopped, and keeps the lock that says this process lives.
pub(super) async fn forever(app: App, me: String, node: Arc<Mutex<Node>>, steady: Arc<Steady>) {
    let mut rounds = tokio::time::interval(DUE_EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut from = AgencyId(Uuid::nil());
    for round in 0_u64.. {
        rounds.tick().await;
        if let Err(error) = node.lock().await.keep(app.db()).await {
            tracing::warn!(?error, "could not keep this worker's lock");
        }
        // Not asked again: the clock may be set while lanes are looked at.
        let now = match steady.compare(&app).await {
            Ok(Some(now)) => now,
            Ok(None) => continue,
            Err(error) => {
                tracing::warn!(?error, "could not compare the clocks");
                continue;
            }
        };
        if let Err(error) = due(&app, &mut from, now).await {
            tracing::warn!(?error, "could not look for due tasks");
        }
        if let Err(error) = by_the_clock(&app).await {
            tracing::warn!(?error, "could not look for what is due by the clock");
        }
        if let Err(error) = look_after(&app, &me, round).await {
            tracing::warn!(?error, "could not look after dead workers");
        }
    }
}

/// What domains book when its time has come ([`crate::kernel::wiring::Wiring::sweeps`]). One's trouble is not the others'.
pub(super) async fn by_the_clock(app: &App) -> Result<()> {
    let mut outcome = Ok(());
    for sweep in app.wiring().due_sweeps() {
        outcome = outcome.and(sweep(app).await);
    }
    outcome
}

async fn look_after(app: &App, me: &str, round: u64) -> Result<()> {
    if round % DEAD_EVERY == DEAD_EVERY - 1 {
        take_over(app, me).await?;
        redate(app).await?;
    }
    if round % ORPHANS_EVERY == ORPHANS_EVERY - 1 {
        orphans(app).await?;
    }
    Ok(())
}

/// Lets in what waits in lanes with free places, a number of lanes each time. `from`: the agency where the next round goes
/// on, so that lanes that are always full do not keep others from their turn.
#[expect(clippy::disallowed_methods, reason = "the queue keeps its own ledger, across agencies")]
async fn due(app: &App, from: &mut AgencyId, now: Timestamp) -> Result<()> {
    use background_task::Column as C;
    let lanes: Vec<(AgencyId, String)> = background_task::Entity::find()
        .select_only()
        .column(C::AgencyId)
        .column(C::Lane)
        .distinct()
        .filter(C::Status.is_in([TaskStatus::Queued, TaskStatus::Retrying]))
        .filter(admit::is_due(app, now))
        .filter(C::AgencyId.gte(*from))
        .order_by_asc(C::AgencyId)
        .limit(LANES)
        .into_tuple()
        .all(app.db().platform())
        .await?;
    let is_all = (lanes.len() as u64) < LANES;
    *from = lanes.last().filter(|_| !is_all).map_or(AgencyId(Uuid::nil()), |(agency, _)| *agency);
    let mut outcome = Ok(());
    for (agency, lane) in lanes {
        let one = admit::alone(app, agency, &lane, now).await;
        // The database's trouble is everybody's; any other is this lane's.
        if matches!(one, Err(Error::Unavailable { .. })) {
            return one;
        }
        outcome = outcome.and(one);
    }
    outcome
}

/// Gives every slice that a dead worker held to the living, as a failed attempt.
pub(super) async fn take_over(app: &App, me: &str) -> Result<()> {
    let Some(river) = app.driver().river() else { return Ok(()) };
    let params = JobListParams::default().queues([QUEUE]).states([JobState::Running]).limit(10_000);
    let (mut dead, mut outcome, mut nth) = (HashMap::new(), Ok(()), 0);
    for job in river.client()?.jobs().list(params).await?.jobs {
        let Some(holder) = job.attempted_by.last().filter(|holder| *holder != me).cloned() else { continue };
        let is_dead = match dead.get(&holder) {
            Some(known) => *known,
            None => node::is_dead(app.db(), &holder).await?,
        };
        dead.insert(holder, is_dead);
        if is_dead {
            outcome = outcome.and(reticket(app, &job, nth).await);
            nth += 1;
        }
    }
    outcome
}

/// What is let in is due. A worker whose clock was set gave its tickets back dated by that clock: in an hour, or tomorrow; and
/// where it leads the queue it took those of others for stuck, and dated them so, too. On SQLite there is one clock, and
/// nothing is given back for its sake.
async fn redate(app: &App) -> Result<()> {
    let Pools::Postgres(pool) = app.db().pools() else { return Ok(()) };
    let done = sqlx::query(REDATE).bind(QUEUE).execute(pool).await?;
    if done.rows_affected() > 0 {
        tracing::warn!(tickets = done.rows_affected(), "brought back what was dated by a wrong clock");
    }
    Ok(())
}

/// By the database's clock, and no further off than clocks may be apart.
const REDATE: &str = "UPDATE river_job SET scheduled_at = now() WHERE queue = $1
  AND state IN ('available', 'retryable', 'scheduled') AND scheduled_at > now() + interval '30 seconds'";

/// `nth`: how many of the dead's slices were given on before this one.
async fn reticket(app: &App, job: &JobRow, nth: u32) -> Result<()> {
    let ticket: Ticket = serde_json::from_str(job.encoded_args.get())?;
    tracing::info!(task = %ticket.task, kind = ticket.kind, "taking over from a dead worker");
    Slice::new(app.clone(), ticket, job.id).worker_died(nth).await?;
    // The ledger may not know this ticket any more; it is of no use to anybody then.
    if let Some(river) = app.driver().river() {
        let work = Work::begin(app.db()).await?;
        if work.complete_ticket(&river.client()?, job.id).await.is_ok() {
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
    let found = river
        .client()?
        .jobs()
        .list(JobListParams::default().ids(tickets).states(live).limit(10_000))
        .await?
        .jobs;
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
