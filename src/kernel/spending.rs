//! What callers used up, over all processes: the table that the doors' budgets are settled in.

use super::{app::App, db::Pools, error::Result, work::Work};
use entity::spending::{Column as C, Entity, Model};
use sea_orm::{
    ActiveModelTrait, EntityTrait, IntoActiveModel,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Are there several processes that could know of different things? SQLite has one.
#[must_use]
pub fn is_shared(app: &App) -> bool {
    !matches!(app.db().pools(), Pools::Sqlite { .. })
}

/// Adds these amounts, and returns the sums: one statement.
pub async fn add(app: &App, mut rows: Vec<Model>) -> Result<Vec<Model>> {
    // In the order of the key, so that two processes never wait for each other in a circle.
    rows.sort_unstable_by(|a, b| (&a.payer, &a.meter).cmp(&(&b.payer, &b.meter)));
    let sum = Expr::col((Entity, C::Amount)).add(Expr::cust("excluded.amount"));
    let mut on_conflict = OnConflict::columns([C::Minute, C::Payer, C::Meter]);
    on_conflict.value(C::Amount, sum);
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    let work = Work::begin(app.db()).await?;
    let insert = Entity::insert_many(rows).on_conflict(on_conflict);
    let sums = insert.exec_with_returning(&work).await?;
    work.commit().await?;
    Ok(sums)
}
