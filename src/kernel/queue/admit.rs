//! Admission: at most `capacity` tasks of one agency and lane hold a River ticket, so no agency crowds out another.

use super::river::Ticket;
use crate::kernel::{app::App, error::Result, node::MAX_SKEW, work::Work};
use chrono::{DateTime, Utc};
use entity::{
    background_task::{self, TaskStatus},
    ids::AgencyId,
    task_lane,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};

/// Fills the free places of one lane with what is due, best first. Takes the lane's lock; call it late in a transaction.
#[expect(clippy::disallowed_methods, reason = "the queue keeps its own ledger")]
pub async fn lane(work: &Work, app: &App, agency: AgencyId, lane: &str, now: DateTime<Utc>) -> Result<()> {
    let Some(river) = app.driver().river() else { return Ok(()) };
    let capacity = lock(work, agency, lane, app.wiring().lane_capacity(lane)).await?;
    // Counted by a statement of its own: only a fresh snapshot, taken under the lock, sees who was admitted meanwhile.
    let of_lane = background_task::Entity::find()
        .filter(background_task::Column::AgencyId.eq(agency))
        .filter(background_task::Column::Lane.eq(lane));
    let admitted =
        of_lane.clone().filter(background_task::Column::Status.eq(TaskStatus::Admitted)).count(work).await?;
    let free = capacity.saturating_sub(admitted);
    if free == 0 {
        return Ok(());
    }
    let next = of_lane
        .filter(background_task::Column::Status.is_in([TaskStatus::Queued, TaskStatus::Retrying]))
        .filter(is_due(app, now))
        .order_by_asc(background_task::Column::Priority)
        .order_by_asc(background_task::Column::RunAt)
        .order_by_asc(background_task::Column::Id)
        .limit(free)
        // Somebody may be taking one off: waiting for them could be waiting in a circle, and it would be let in all the same.
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .all(work)
        .await?;
    for task in next {
        let ticket = Ticket::of(&task);
        let ticket = work.insert_ticket(&river.client()?, ticket, Ticket::options(&task)).await?;
        background_task::Entity::update_many()
            .col_expr(background_task::Column::Status, Expr::val(TaskStatus::Admitted))
            .col_expr(background_task::Column::RiverJobId, Expr::val(ticket))
            .col_expr(background_task::Column::UpdatedAt, Expr::val(now))
            .filter(background_task::Column::Id.eq(task.id))
            .exec(work)
            .await?;
    }
    Ok(())
}

/// The same, in a transaction of its own.
pub async fn alone(app: &App, agency: AgencyId, name: &str, now: DateTime<Utc>) -> Result<()> {
    let work = Work::begin(app.db()).await?;
    lane(&work, app, agency, name, now).await?;
    work.commit().await
}

/// Due by this process's clock, and by the database's but for what a worker's may differ: whatever one machine's clock was
/// set to (a server's is not compared), nothing starts much too early.
pub fn is_due(app: &App, now: DateTime<Utc>) -> Condition {
    let run_at = background_task::Column::RunAt;
    let here = Condition::all().add(run_at.lte(now));
    if !app.db().is_postgres() {
        return here;
    }
    here.add(Expr::cust(format!(
        "\"run_at\" <= clock_timestamp() + interval '{} seconds'",
        MAX_SKEW.num_seconds()
    )))
}

/// Locks the lane's row (making it first) and returns how many may run at once.
async fn lock(work: &Work, agency: AgencyId, lane: &str, default: i32) -> Result<u64> {
    let row = task_lane::ActiveModel {
        agency_id: Set(agency),
        lane: Set(lane.into()),
        capacity: Set(default),
        ..Default::default()
    };
    let touch = OnConflict::columns([task_lane::Column::AgencyId, task_lane::Column::Lane])
        .update_column(task_lane::Column::Lane)
        .to_owned();
    let row = task_lane::Entity::insert(row).on_conflict(touch).exec_with_returning(work).await?;
    Ok(if row.is_paused { 0 } else { u64::try_from(row.capacity).unwrap_or(0) })
}
