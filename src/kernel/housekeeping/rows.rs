//! The kernel's own rows that have had their time: finished tasks, cached facts, answers kept for repeated requests.

use super::{BATCH, ROUNDS};
use crate::kernel::{app::App, error::Result, work::Work};
use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    idempotency_key, lookup, spending, user_idempotency_key,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{ExprTrait, IntoColumnRef, Query},
};

/// How many went.
pub async fn sweep(app: &App) -> Result<u64> {
    let now = app.now();
    let kept = TimeDelta::days(app.config().queue.keep_finished_days.into());
    // Dead tasks stay: somebody has to look at them.
    let is_finished = Condition::all()
        .add(background_task::Column::Status.is_in([TaskStatus::Done, TaskStatus::Cancelled]))
        .add(background_task::Column::FinishedAt.lt(now - kept));
    let mut gone = all::<background_task::Entity>(app, background_task::Column::Id, &is_finished).await?;
    let is_stale = Condition::all().add(lookup::Column::ExpiresAt.lt(now));
    gone += all::<lookup::Entity>(app, lookup::Column::Id, &is_stale).await?;
    let is_over = Condition::all().add(idempotency_key::Column::ExpiresAt.lt(now));
    gone += all::<idempotency_key::Entity>(app, idempotency_key::Column::Id, &is_over).await?;
    let is_over = Condition::all().add(user_idempotency_key::Column::ExpiresAt.lt(now));
    gone += all::<user_idempotency_key::Entity>(app, user_idempotency_key::Column::Id, &is_over).await?;
    gone += spending(app).await?;
    Ok(gone)
}

/// Forgets every cached fact: for a demo, whose sandbox is to be asked anew.
pub async fn forget_facts(app: &App) -> Result<u64> {
    all::<lookup::Entity>(app, lookup::Column::Id, &Condition::all()).await
}

/// What callers used up in minutes that are over. There is little of it: one row per caller, class and minute.
#[expect(clippy::disallowed_methods, reason = "the kernel's own book, of no agency")]
async fn spending(app: &App) -> Result<u64> {
    let minute = app.now().timestamp().div_euclid(60);
    let work = Work::begin(app.db()).await?;
    let old = spending::Entity::delete_many().filter(spending::Column::Minute.lt(minute - 5));
    let gone = old.exec(&work).await?;
    work.commit().await?;
    Ok(gone.rows_affected)
}

async fn all<E: EntityTrait>(app: &App, id: E::Column, which: &Condition) -> Result<u64> {
    let mut gone = 0;
    for _ in 0..ROUNDS {
        let rows = batch::<E>(app, id, which.clone()).await?;
        gone += rows;
        if rows < BATCH {
            break;
        }
    }
    Ok(gone)
}

#[expect(clippy::disallowed_methods, reason = "the kernel's own books, across agencies")]
async fn batch<E: EntityTrait>(app: &App, id: E::Column, which: Condition) -> Result<u64> {
    let some = Query::select()
        .column(id.into_column_ref())
        .from(E::default())
        .cond_where(which)
        .limit(BATCH)
        .to_owned();
    let work = Work::begin(app.db()).await?;
    let gone = E::delete_many().filter(id.into_expr().in_subquery(some)).exec(&work).await?;
    work.commit().await?;
    Ok(gone.rows_affected)
}
