//! One SQL transaction that SeaORM and River both run in. `Tx` is what everybody uses; this is its engine.

use super::{
    db::{Db, Pools},
    error::{Error, Result},
    statement::{self, failed},
};
use entity::ids::AgencyId;
use riverqueue::{InsertOpts, JobArgs, database};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
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
    /// Begins for one agency, and on PostgreSQL sees no other's rows.
    pub async fn begin_of(db: &Db, agency: AgencyId) -> Result<Self> {
        let Pools::Postgres(pool) = db.pools() else { return Self::begin(db).await };
        let (begin, pool) = (db.begin_of(pool, agency).await?, pool.clone());
        // On a task of its own: a BEGIN that its caller gives up half-way would leave the pool an open transaction.
        let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(begin)).await });
        Ok(Self::Postgres(Mutex::new(begun.await.map_err(Error::internal)??)))
    }

    /// Begins across agencies. On SQLite the writer lock is taken at once, so that reading first cannot fail later.
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

#[async_trait::async_trait]
impl ConnectionTrait for Work {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        either!(self, tx => statement::execute(&mut **tx, stmt).await).map_err(failed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), sql)).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        either!(self, tx => statement::one(&mut **tx, stmt).await).map_err(failed)
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        either!(self, tx => statement::all(&mut **tx, stmt).await).map_err(failed)
    }
}
