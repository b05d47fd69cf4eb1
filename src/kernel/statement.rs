//! One statement on a connection of either database: what `sqlx` says twice because its types differ.

use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Database, Executor, IntoArguments};

/// Every row it finds.
pub async fn all<'c, DB, C>(c: C, statement: Statement) -> Result<Vec<QueryResult>, sqlx::Error>
where
    DB: Database,
    C: Executor<'c, Database = DB>,
    SqlxValues: IntoArguments<DB>,
    QueryResult: From<DB::Row>,
{
    let (sql, values) = bound(statement);
    let rows = sqlx::query_with(sql, values).fetch_all(c).await?;
    Ok(rows.into_iter().map(QueryResult::from).collect())
}

/// The first row it finds.
pub async fn one<'c, DB, C>(c: C, statement: Statement) -> Result<Option<QueryResult>, sqlx::Error>
where
    DB: Database,
    C: Executor<'c, Database = DB>,
    SqlxValues: IntoArguments<DB>,
    QueryResult: From<DB::Row>,
{
    let (sql, values) = bound(statement);
    let row = sqlx::query_with(sql, values).fetch_optional(c).await?;
    Ok(row.map(QueryResult::from))
}

/// What it changed.
pub async fn execute<'c, DB, C>(c: C, statement: Statement) -> Result<ExecResult, sqlx::Error>
where
    DB: Database,
    C: Executor<'c, Database = DB>,
    SqlxValues: IntoArguments<DB>,
    ExecResult: From<DB::QueryResult>,
{
    let (sql, values) = bound(statement);
    sqlx::query_with(sql, values).execute(c).await.map(ExecResult::from)
}

fn bound(statement: Statement) -> (AssertSqlSafe<String>, SqlxValues) {
    (AssertSqlSafe(statement.sql), SqlxValues(statement.values.unwrap_or(Values(vec![]))))
}

/// As SeaORM reports it.
pub fn failed(cause: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(cause.into()))
}

/// The connection is of no use any more.
pub fn is_broken(cause: &sqlx::Error) -> bool {
    matches!(cause, sqlx::Error::Io(_) | sqlx::Error::Protocol(_))
}
