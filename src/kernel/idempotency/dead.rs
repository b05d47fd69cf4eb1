//! After a crash.

use super::{
    book::{Entry, TABLES, run},
    request::DEAD_AFTER,
};
use crate::{
    base::clock::Timestamp,
    kernel::{app::App, db::Pools, error::Result, work::Work},
};
use entity::idempotency_key::Column;
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use uuid::Uuid;

/// Before the first request of a process that is alone with its database: what was under way when the last one died is dead
/// now, not in a minute. What was carried out stays so, its answer lost.
pub async fn bury_the_dead(app: &App) -> Result<()> {
    if !matches!(app.db().pools(), Pools::Sqlite { .. }) {
        return Ok(());
    }
    let work = Work::begin(app.db()).await?;
    for table in TABLES {
        bury(&work, table, app.now() - DEAD_AFTER).await?;
    }
    work.commit().await
}

async fn bury(work: &Work, table: &'static str, died_at: Timestamp) -> Result<()> {
    let unfinished = Entry::of(table, Condition::all().add(Expr::col(Column::CreatedAt).gt(died_at)));
    let unfinished =
        Entry::find_by_statement(work.get_database_backend().build(&unfinished)).all(work).await?;
    let open: Vec<Uuid> =
        unfinished.iter().filter(|entry| !entry.is_answered()).map(|entry| entry.id).collect();
    let mut update = Query::update();
    update.table(Alias::new(table)).value(Column::CreatedAt, died_at);
    update.cond_where(Expr::col(Column::Id).is_in(open));
    run(work, &update).await.map(drop)
}
