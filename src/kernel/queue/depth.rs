//! How much work waits, and since when: for metrics and `doctor`. Across all agencies. What is held back on purpose (a paused
//! job's tasks) does not wait.

use super::of_job::parked;
use crate::kernel::{app::App, error::Result};
use chrono::{DateTime, Utc};
use entity::background_task::{self, TaskStatus};
use sea_orm::{
    ColumnTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait, Query},
};

/// The tasks of one status.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Depth {
    pub status: TaskStatus,
    pub tasks: i64,
    /// When the longest waiting one was due.
    pub oldest_at: DateTime<Utc>,
}

/// What should have begun by now.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Late {
    pub tasks: i64,
    /// When the first of them was due; `None` where none is late.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// Every status with unfinished or dead tasks.
pub async fn depth(app: &App) -> Result<Vec<Depth>> {
    let finished = [TaskStatus::Done, TaskStatus::Cancelled];
    let ask = Query::select()
        .column(background_task::Column::Status)
        .expr_as(Expr::col(background_task::Column::Id).count(), "tasks")
        .expr_as(Expr::col(background_task::Column::RunAt).min(), "oldest_at")
        .from(background_task::Entity)
        .and_where(background_task::Column::Status.is_not_in(finished))
        .and_where(background_task::Column::RunAt.lt(parked()))
        .group_by_col(background_task::Column::Status)
        .to_owned();
    let c = app.db().platform();
    Ok(Depth::find_by_statement(c.get_database_backend().build(&ask)).all(c).await?)
}

/// Tasks that were due before this instant and that nobody has begun.
pub async fn late(app: &App, before: DateTime<Utc>) -> Result<Late> {
    let ask = Query::select()
        .expr_as(Expr::col(background_task::Column::Id).count(), "tasks")
        .expr_as(Expr::col(background_task::Column::RunAt).min(), "oldest_at")
        .from(background_task::Entity)
        .and_where(background_task::Column::Status.is_in([TaskStatus::Queued, TaskStatus::Retrying]))
        .and_where(background_task::Column::RunAt.lt(before))
        .to_owned();
    let c = app.db().platform();
    let found = Late::find_by_statement(c.get_database_backend().build(&ask)).one(c).await?;
    Ok(found.unwrap_or(Late { tasks: 0, oldest_at: None }))
}
