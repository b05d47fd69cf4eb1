//! The tasks of one Job: held while it is paused, woken when it goes on, taken off when it is cancelled, counted.
//!
//! Callers lock the job's row first. Only tasks without a ticket are touched: one at work is told by its job's status.

use crate::kernel::{error::Result, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    background_task::{Column as C, Entity, Model, TaskStatus},
    ids::{BackgroundTaskId, JobId},
};
use sea_orm::{
    ColumnTrait, PaginatorTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{Expr, SimpleExpr},
};

const WAITING: [TaskStatus; 2] = [TaskStatus::Queued, TaskStatus::Retrying];

/// When a task that is held is due: never.
pub(super) fn parked() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(365 * 8_000)
}

fn waiting(tx: &Tx, job: JobId) -> UpdateMany<Entity> {
    let rows = tx.update::<Entity>().filter(C::JobId.eq(job)).filter(C::Status.is_in(WAITING));
    rows.col_expr(C::UpdatedAt, at(tx.now()))
}

fn at(instant: DateTime<Utc>) -> SimpleExpr {
    Expr::val(instant)
}

/// No waiting task of the job starts any more, until [`wake`].
pub async fn hold(tx: &Tx, job: JobId) -> Result<()> {
    waiting(tx, job).col_expr(C::RunAt, at(parked())).exec(tx).await?;
    Ok(())
}

/// The job's waiting tasks are due now, those that were put off included.
pub async fn wake(tx: &mut Tx, job: JobId) -> Result<()> {
    waiting(tx, job).col_expr(C::RunAt, at(tx.now())).exec(&*tx).await?;
    release(tx, job).await
}

/// Takes the job's waiting tasks off the ledger.
pub async fn cancel(tx: &Tx, job: JobId) -> Result<()> {
    let off = waiting(tx, job)
        .col_expr(C::Status, Expr::val(TaskStatus::Cancelled))
        .col_expr(C::FinishedAt, at(tx.now()));
    off.exec(tx).await?;
    Ok(())
}

/// The tasks of the job that were ever booked under this kind and unique key.
pub async fn named(tx: &Tx, job: JobId, kind: &str, key: &str) -> Result<Vec<BackgroundTaskId>> {
    let tasks = tx.scope().find::<Entity>().filter(C::JobId.eq(job)).filter(C::Kind.eq(kind));
    let ids = tasks.filter(C::UniqueKey.eq(key)).select_only().column(C::Id).into_tuple();
    Ok(ids.all(tx).await?)
}

/// How many of the job's tasks are not finished, without `except`. `kinds`: only these; none named, all.
pub async fn live(tx: &Tx, job: JobId, kinds: &[&str], except: Option<BackgroundTaskId>) -> Result<u64> {
    let mut live = tx.scope().find::<Entity>().filter(C::JobId.eq(job)).filter(C::Status.is_in([
        TaskStatus::Queued,
        TaskStatus::Admitted,
        TaskStatus::Retrying,
    ]));
    if !kinds.is_empty() {
        live = live.filter(C::Kind.is_in(kinds.iter().copied()));
    }
    if let Some(task) = except {
        live = live.filter(C::Id.ne(task));
    }
    Ok(live.count(tx).await?)
}

/// Is a slice of the job at work now?
pub async fn is_at_work(tx: &Tx, job: JobId) -> Result<bool> {
    let held = tx.scope().find::<Entity>().filter(C::JobId.eq(job));
    Ok(held.filter(C::Status.eq(TaskStatus::Admitted)).count(tx).await? > 0)
}

/// Queues a dead task again as if it had never been tried. Refused while a live task holds its unique key.
pub async fn revive(tx: &mut Tx, task: &Model) -> Result<()> {
    let revived = tx
        .update::<Entity>()
        .col_expr(C::Status, Expr::val(TaskStatus::Queued))
        .col_expr(C::Attempt, Expr::val(0))
        .col_expr(C::RunAt, at(tx.now()))
        .col_expr(C::UpdatedAt, at(tx.now()))
        .col_expr(C::FinishedAt, Expr::val(None::<DateTime<Utc>>))
        .filter(C::Id.eq(task.id))
        .filter(C::Status.eq(TaskStatus::Dead));
    revived.exec(&*tx).await?;
    tx.release(&task.lane);
    Ok(())
}

async fn release(tx: &mut Tx, job: JobId) -> Result<()> {
    let lanes = tx.scope().find::<Entity>().select_only().column(C::Lane).distinct();
    let lanes = lanes.filter(C::JobId.eq(job)).filter(C::Status.is_in(WAITING));
    for lane in lanes.into_tuple::<String>().all(&*tx).await? {
        tx.release(&lane);
    }
    Ok(())
}
