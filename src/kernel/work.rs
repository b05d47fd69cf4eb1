//! One SQL transaction that SeaORM and River both run in. `Tx` is what everybody uses; this is its engine.

use super::{
    db::{Db, Pools},
    error::Result,
};
use riverqueue::{InsertOpts, JobArgs, database};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use tokio::sync::Mutex;

/// An open transaction; dropped without [`Work::commit`], nothing happened.
pub enum Work {
    Postgres(Mutex<Transaction<'static, Postgres>>),
    Sqlite(Mutex<Transaction<'static, Sqlite>>),
}

/// Runs the same expression on whichever transaction this is.
macro_rules! either {
    ($self:expr, $tx:ident => $run:expr) => {
        match $self {
            Work::Postgres(tx) => {
                let mut $tx = tx.lock().await;
                $run
            }
            Work::Sqlite(tx) => {
                let mut $tx = tx.lock().await;
                $run
            }
        }
    };
}

impl Work {
    /// Begins. On SQLite the writer lock is taken at once, so that reading first cannot fail later.
    pub async fn begin(db: &Db) -> Result<Self> {
        Ok(match db.pools() {
            Pools::Postgres(pool) => Self::Postgres(Mutex::new(database::begin_postgres(pool).await?)),
            Pools::Sqlite { write, .. } => {
                Self::Sqlite(Mutex::new(database::begin_sqlite_write(write).await?))
            }
        })
    }

    /// Inserts a River ticket in this transaction and returns its id.
    pub async fn insert_ticket<A>(&self, river: &riverqueue::Client, args: A, opts: InsertOpts) -> Result<i64>
    where
        A: JobArgs + Send + 'static,
    {
        Ok(either!(self, tx => river.insert(args).opts(opts).tx(&mut *tx).await?.id()))
    }

    /// Completes a running River ticket in this transaction.
    pub async fn complete_ticket(&self, river: &riverqueue::Client, ticket: i64) -> Result<()> {
        either!(self, tx => river.jobs().complete(ticket).tx(&mut *tx).await)?;
        Ok(())
    }

    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Postgres(tx) => tx.into_inner().commit().await?,
            Self::Sqlite(tx) => tx.into_inner().commit().await?,
        }
        Ok(())
    }
}

pub(super) fn failed(cause: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(cause.into()))
}

pub(super) fn bound(stmt: Statement) -> (AssertSqlSafe<String>, SqlxValues) {
    (AssertSqlSafe(stmt.sql), SqlxValues(stmt.values.unwrap_or(Values(vec![]))))
}

#[async_trait::async_trait]
impl ConnectionTrait for Work {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let (sql, values) = bound(stmt);
        either!(self, tx => {
            let done = sqlx::query_with(sql, values).execute(&mut **tx).await;
            done.map(Into::into).map_err(failed)
        })
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), sql)).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (sql, values) = bound(stmt);
        either!(self, tx => {
            let row = sqlx::query_with(sql, values).fetch_optional(&mut **tx).await;
            row.map(|row| row.map(Into::into)).map_err(failed)
        })
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (sql, values) = bound(stmt);
        either!(self, tx => {
            let rows = sqlx::query_with(sql, values).fetch_all(&mut **tx).await;
            rows.map(|rows| rows.into_iter().map(Into::into).collect()).map_err(failed)
        })
    }
}
