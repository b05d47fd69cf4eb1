//! The tests' driver: runs what is due by the clock the test owns, one task at a time, in a fixed order.

use super::{Failure, Slice, river::Ticket, sweep};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    projection,
    queue::Driver,
};
use entity::background_task::{self, TaskStatus};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::sync::atomic::{AtomicI64, Ordering};

/// Numbers the tickets that no queue carries.
#[derive(Debug, Default)]
pub struct Counter(AtomicI64);

/// Runs every task that is due now, and those they book, until none is; returns how many slices ran.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut ran = 0;
    sweep::by_the_clock(app).await?;
    while let Some(slice) = hand_out(app).await? {
        ran += 1;
        work(&slice).await?;
    }
    projection::catch_up(app).await?;
    Ok(ran)
}

/// Runs one slice as a worker does.
pub async fn work(slice: &Slice) -> Result<()> {
    let outcome = match slice.duty() {
        Some(duty) => (duty.run)(slice.payload(), slice.clone()).await,
        None => Err(Failure::Retry {
            error: Error::bug("no duty of that name"),
            after: Some(std::time::Duration::from_secs(60)),
        }),
    };
    match outcome {
        Ok(_) => Ok(()),
        Err(failure) => slice.failed(failure).await,
    }
}

/// What the living do about a slice whose worker died.
pub async fn take_over(slice: &Slice) -> Result<()> {
    take_over_all(std::slice::from_ref(slice)).await
}

/// The same about all that one worker was at when it died.
pub async fn take_over_all(slices: &[Slice]) -> Result<()> {
    for (nth, slice) in (0..).zip(slices) {
        slice.worker_died(nth).await?;
    }
    Ok(())
}

/// Hands out the next due task as a worker would get it, without running it: for tests of crashes and zombies.
pub async fn hand_out(app: &App) -> Result<Option<Slice>> {
    Ok(take(app).await?.map(|(ticket, id)| Slice::new(app.clone(), ticket, id)))
}

#[expect(clippy::disallowed_methods, reason = "the queue keeps its own ledger")]
async fn take(app: &App) -> Result<Option<(Ticket, i64)>> {
    let Driver::Manual(counter) = app.driver() else { return Ok(None) };
    let db = app.db().platform();
    let due = background_task::Entity::find()
        .filter(background_task::Column::Status.is_in([TaskStatus::Queued, TaskStatus::Retrying]))
        .filter(background_task::Column::RunAt.lte(app.now()))
        .order_by_asc(background_task::Column::Priority)
        .order_by_asc(background_task::Column::RunAt)
        .order_by_asc(background_task::Column::Id)
        .one(db)
        .await?;
    let Some(task) = due else { return Ok(None) };
    let id = counter.0.fetch_add(1, Ordering::SeqCst) + 1;
    let work = crate::kernel::work::Work::begin(app.db()).await?;
    background_task::Entity::update_many()
        .col_expr(background_task::Column::Status, Expr::val(TaskStatus::Admitted))
        .col_expr(background_task::Column::RiverJobId, Expr::val(id))
        .filter(background_task::Column::Id.eq(task.id))
        .exec(&work)
        .await?;
    work.commit().await?;
    Ok(Some((Ticket::of(&task), id)))
}
