//! After a crash.

use super::request::DEAD_AFTER;
use crate::kernel::{app::App, db::Pools, error::Result, work::Work};
use entity::idempotency_key::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Before the first request of a process that is alone with its database: what was under way when the last one died is dead
/// now, not in a minute. What was carried out stays so, its answer lost.
#[expect(clippy::disallowed_methods, reason = "the kernel's own book, across agencies")]
pub async fn bury_the_dead(app: &App) -> Result<()> {
    if !matches!(app.db().pools(), Pools::Sqlite { .. }) {
        return Ok(());
    }
    let work = Work::begin(app.db()).await?;
    let unfinished = Entity::find().filter(Column::CreatedAt.gt(app.now() - DEAD_AFTER)).all(&work).await?;
    let is_open = |row: &&Model| row.response.as_ref().is_none_or(|stored| stored.get("sealed").is_none());
    let ids: Vec<_> = unfinished.iter().filter(is_open).map(|row| row.id).collect();
    Entity::update_many()
        .col_expr(Column::CreatedAt, Expr::value(app.now() - DEAD_AFTER))
        .filter(Column::Id.is_in(ids))
        .exec(&work)
        .await?;
    work.commit().await
}
