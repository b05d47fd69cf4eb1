//! One statement on a connection of either database: what `sqlx` says twice because its types differ.

use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Database, Executor, IntoArguments};
use std::{io::ErrorKind, time::Duration};

/// What a connection is asked for about itself takes no longer, unless nobody is at its other end.
const PATIENCE: Duration = Duration::from_secs(2);
/// PostgreSQL's codes for sessions that it ends: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
const ENDED: [&str; 5] = ["57P01", "57P02", "57P03", "57P05", "25P03"];

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
    match cause {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| ENDED.contains(&code.as_ref())),
        _ => false,
    }
}

/// What a connection answers at once, or not at all: a network that is gone says nothing.
pub async fn within<T>(ask: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    let silent = |_| Err(sqlx::Error::Io(ErrorKind::TimedOut.into()));
    tokio::time::timeout(PATIENCE, ask).await.unwrap_or_else(silent)
}
