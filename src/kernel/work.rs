//! One SQL transaction that SeaORM and River both run in. `Tx` is what everybody uses; this is its engine.

use super::{
    db::{Db, Pools},
    error::{Error, Result},
    statement::{self, failed},
};
use chrono::{DateTime, Utc};
use entity::ids::AgencyId;
use riverqueue::{InsertOpts, JobArgs, database};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use tokio::sync::Mutex;
use uuid::Uuid;

/// An open transaction; dropped without [`Work::commit`], nothing happened.
pub enum Work {
    Postgres(Mutex<Transaction<'static, Postgres>>),
    Sqlite(Mutex<Transaction<'static, Sqlite>>),
}

/// The values of one column, for [`Work::insert_lists`].
pub enum Column {
    Uuids(Vec<Option<Uuid>>),
    Texts(Vec<Option<String>>),
    Ints(Vec<Option<i32>>),
    Bigs(Vec<Option<i64>>),
    Flags(Vec<Option<bool>>),
    Times(Vec<Option<DateTime<Utc>>>),
    Jsons(Vec<Option<Json>>),
}

impl Column {
    /// As PostgreSQL calls one of them.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Uuids(_) => "uuid",
            Self::Texts(_) => "text",
            Self::Ints(_) => "integer",
            Self::Bigs(_) => "bigint",
            Self::Flags(_) => "boolean",
            Self::Times(_) => "timestamptz",
            Self::Jsons(_) => "jsonb",
        }
    }
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
        let begun = begun.await.map_err(Error::internal)?.inspect_err(|_| db.doubt())?;
        Ok(Self::Postgres(Mutex::new(begun)))
    }

    /// Begins across agencies. On SQLite the writer lock is taken at once, so that reading first cannot fail later.
    pub async fn begin(db: &Db) -> Result<Self> {
        Ok(match db.pools() {
            Pools::Postgres(pool) => {
                let begun = database::begin_postgres(pool).await.inspect_err(|_| db.doubt())?;
                Self::Postgres(Mutex::new(begun))
            }
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

    /// Runs a statement that takes a list per column. PostgreSQL's.
    pub async fn insert_lists(&self, sql: String, columns: Vec<Column>) -> Result<(), DbErr> {
        let Self::Postgres(tx) = self else { return Err(DbErr::Custom("lists are PostgreSQL's".into())) };
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for column in columns {
            query = match column {
                Column::Uuids(list) => query.bind(list),
                Column::Texts(list) => query.bind(list),
                Column::Ints(list) => query.bind(list),
                Column::Bigs(list) => query.bind(list),
                Column::Flags(list) => query.bind(list),
                Column::Times(list) => query.bind(list),
                Column::Jsons(list) => query.bind(list),
            };
        }
        let mut tx = tx.lock().await;
        query.execute(&mut **tx).await.map(drop).map_err(failed)
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

/// Statements given to `$name` run on its field `work`; what they come to is noted by its `app`'s database.
macro_rules! runs_on_its_work {
    ($name:ty) => {
        #[async_trait::async_trait]
        impl sea_orm::ConnectionTrait for $name {
            fn get_database_backend(&self) -> sea_orm::DbBackend {
                sea_orm::ConnectionTrait::get_database_backend(&self.work)
            }

            async fn execute_raw(
                &self,
                stmt: sea_orm::Statement,
            ) -> std::result::Result<sea_orm::ExecResult, sea_orm::DbErr> {
                self.app.db().writes().noted(sea_orm::ConnectionTrait::execute_raw(&self.work, stmt).await)
            }

            async fn execute_unprepared(
                &self,
                sql: &str,
            ) -> std::result::Result<sea_orm::ExecResult, sea_orm::DbErr> {
                self.app
                    .db()
                    .writes()
                    .noted(sea_orm::ConnectionTrait::execute_unprepared(&self.work, sql).await)
            }

            async fn query_one_raw(
                &self,
                stmt: sea_orm::Statement,
            ) -> std::result::Result<Option<sea_orm::QueryResult>, sea_orm::DbErr> {
                self.app.db().writes().noted(sea_orm::ConnectionTrait::query_one_raw(&self.work, stmt).await)
            }

            async fn query_all_raw(
                &self,
                stmt: sea_orm::Statement,
            ) -> std::result::Result<Vec<sea_orm::QueryResult>, sea_orm::DbErr> {
                self.app.db().writes().noted(sea_orm::ConnectionTrait::query_all_raw(&self.work, stmt).await)
            }
        }
    };
}
pub(in crate::kernel) use runs_on_its_work;
