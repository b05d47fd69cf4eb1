//! How much work waits, and since when: for metrics and `doctor`. Across all agencies.

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

/// Every status with unfinished or dead tasks.
pub async fn depth(app: &App) -> Result<Vec<Depth>> {
    let finished = [TaskStatus::Done, TaskStatus::Cancelled];
    let ask = Query::select()
        .column(background_task::Column::Status)
        .expr_as(Expr::col(background_task::Column::Id).count(), "tasks")
        .expr_as(Expr::col(background_task::Column::RunAt).min(), "oldest_at")
        .from(background_task::Entity)
        .and_where(background_task::Column::Status.is_not_in(finished))
        .group_by_col(background_task::Column::Status)
        .to_owned();
    let c = app.db().platform();
    Ok(Depth::find_by_statement(c.get_database_backend().build(&ask)).all(c).await?)
}
