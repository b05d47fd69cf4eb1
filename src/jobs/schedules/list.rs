//! Asking about schedules, and about what became of their slots.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::ScheduleId,
    schedule::{Column as C, Entity, Model},
    schedule_run,
};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use std::collections::HashMap;

/// The agency's schedules that were not deleted.
fn rows(scope: &Scope) -> Select<Entity> {
    scope.find::<Entity>().filter(C::DeletedAt.is_null())
}

/// One of them, held until the transaction ends.
pub(super) async fn held(tx: &Tx, id: ScheduleId) -> Result<Model> {
    let row = tx.hold::<Entity>(id).await?;
    if row.deleted_at.is_some() { Err(Error::NotFound("schedule")) } else { Ok(row) }
}

pub async fn get(app: &App, scope: &Scope, id: ScheduleId) -> Result<Model> {
    scope.require(Permission::Read)?;
    rows(scope).filter(C::Id.eq(id)).one(&scope.read(app)).await?.ok_or(Error::NotFound("schedule"))
}

/// One page, newest first. `is_paused`: only those that stand still, or do not.
pub async fn list(app: &App, scope: &Scope, is_paused: Option<bool>, args: &PageArgs) -> Result<Page<Model>> {
    let newest = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(found(scope, is_paused)?, newest, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, is_paused: Option<bool>) -> Result<(u64, bool)> {
    page::total(found(&scope, is_paused)?, &scope.read(&app)).await
}

fn found(scope: &Scope, is_paused: Option<bool>) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    Ok(match is_paused {
        Some(true) => rows(scope).filter(C::PausedAt.is_not_null()),
        Some(false) => rows(scope).filter(C::PausedAt.is_null()),
        None => rows(scope),
    })
}

/// A page of what became of the slots of each of these schedules, newest slot first.
pub async fn runs(
    app: &App,
    scope: &Scope,
    schedules: &[ScheduleId],
    args: &PageArgs,
) -> Result<HashMap<ScheduleId, Page<schedule_run::Model>>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: schedule_run::Column::SlotAt, is_descending: true };
    let rows = scope.find::<schedule_run::Entity>();
    pages(rows, schedule_run::Column::ScheduleId, schedules, order, args, &scope.read(app)).await
}
