//! Files that have had their time, and what a crash left half written.

use super::place;
use crate::kernel::{app::App, error::Result, housekeeping::BATCH, work::Work};
use chrono::TimeDelta;
use entity::file::{Column, Entity, FilePurpose, FileStatus, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// A file that nobody wrote to for so long is nobody's.
const LEFT_AFTER: TimeDelta = TimeDelta::days(1);
/// What a job found so far, and put aside, is waited for longer: it may be paused, or retried in the next month of a budget.
const FOUND_LEFT_AFTER: TimeDelta = TimeDelta::days(40);

/// One batch of them, of every agency; how many went.
#[expect(clippy::disallowed_methods, reason = "housekeeping, across agencies")]
pub(in crate::kernel) async fn sweep(app: &App) -> Result<u64> {
    let is_old = |after: TimeDelta| Column::UpdatedAt.lt(app.now() - after);
    let is_put_aside =
        Condition::all().add(Column::Purpose.eq(FilePurpose::Result)).add(Column::Bytes.gt(0_i64));
    let is_nobodys = Condition::any()
        .add(is_old(FOUND_LEFT_AFTER))
        .add(Condition::all().add(is_put_aside.not()).add(is_old(LEFT_AFTER)));
    let is_left = Condition::all().add(Column::Status.eq(FileStatus::Writing)).add(is_nobodys);
    let is_over =
        Condition::all().add(Column::Status.eq(FileStatus::Ready)).add(Column::ExpiresAt.lt(app.now()));
    let found = Entity::find().filter(Condition::any().add(is_left).add(is_over)).order_by_asc(Column::Id);
    let found = found.limit(BATCH).all(app.db().platform()).await?;
    let mut gone = Vec::with_capacity(found.len());
    for file in found {
        if is_removed(app, &file).await {
            gone.push(file.id);
        }
    }
    let count = gone.len() as u64;
    let work = Work::begin(app.db()).await?;
    for some in gone.chunks(500) {
        Entity::delete_many().filter(Column::Id.is_in(some.iter().copied())).exec(&work).await?;
    }
    work.commit().await?;
    Ok(count)
}

/// The bytes first: a row without bytes is tried again, bytes without a row would be forgotten.
async fn is_removed(app: &App, file: &Model) -> bool {
    match place::remove(app, file).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(file = %file.id, ?error, "a file that has had its time cannot be removed");
            false
        }
    }
}
