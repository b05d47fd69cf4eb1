//! Connecting, and every difference between SQLite and PostgreSQL that is not a query's own.

use super::{
    error::{Error, Result},
    line::Line,
};
use entity::ids::AgencyId;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, SqlxPostgresConnector,
    SqlxSqliteConnector, Statement,
};
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// How long a writer waits for SQLite's one writer lock, and anybody for a pooled connection, unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

/// A PostgreSQL connection that was idle for so long is tried before it is used.
const UNTRIED: Duration = Duration::from_secs(5);

/// The pools of one database.
#[derive(Clone, Debug)]
pub enum Pools {
    Postgres(PgPool),
    /// SQLite has one writer: ours queue fairly on a pool of one instead of spinning on its lock.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
        queue: SqlitePool,
    },
}

/// One open database.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    lines: Arc<Semaphore>,
    reads: DatabaseConnection,
    asked: Arc<AtomicU64>,
}

impl Db {
    /// Opens `sqlite:///path/file.db` (created when missing) or `postgres://…`. sqlx logs no statement: its text would fill
    /// the screen whenever the machine is busy.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self> {
        Self::connect_within(url, max_connections, PATIENCE).await
    }

    /// The same, waiting only so long for a connection and for SQLite's writer lock.
    pub async fn connect_within(url: &str, max_connections: u32, patience: Duration) -> Result<Self> {
        if url.starts_with("sqlite:") {
            return Self::sqlite(url, max_connections, patience).await;
        }
        let options =
            PgConnectOptions::from_str(url)?.application_name("leadwire").disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(patience)
            .test_before_acquire(false)
            .before_acquire(|connection, usage| Box::pin(is_there(connection, usage.idle_for)))
            .connect_with(options)
            .await?;
        let reads = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
        Ok(Self { pools: Pools::Postgres(pool), lines: lines(max_connections), reads, asked: Arc::default() })
    }

    async fn sqlite(url: &str, readers: u32, patience: Duration) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(patience)
            .pragma("temp_store", "memory")
            .disable_statement_logging();
        let pool = |size| {
            // A file does not go away: asking whether it is there would be a turn of the connection's thread each time.
            let options = SqlitePoolOptions::new().max_connections(size).acquire_timeout(patience);
            options.test_before_acquire(false)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        let queue = pool(3).connect_lazy_with(options.clone());
        let read = pool(readers).connect_lazy_with(options);
        let reads = SqlxSqliteConnector::from_sqlx_sqlite_pool(read.clone());
        let pools = Pools::Sqlite { write, read, queue };
        Ok(Self { pools, lines: lines(readers), reads, asked: Arc::default() })
    }

    #[must_use]
    pub fn pools(&self) -> &Pools {
        &self.pools
    }

    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.pools, Pools::Postgres(_))
    }

    /// Reads across agencies: the kernel's own books (queue, event tail) and `identity`, which finds out who is asking.
    #[must_use]
    pub(crate) fn platform(&self) -> &DatabaseConnection {
        &self.reads
    }

    pub(in crate::kernel) fn reader(&self, agency: AgencyId, line: Option<Line>) -> Reader<'_> {
        Reader { db: self, line, agency }
    }

    /// How many requests may hold a connection for themselves.
    pub(in crate::kernel) fn lines(&self) -> Arc<Semaphore> {
        self.lines.clone()
    }

    /// Statements that agencies' reads have run so far: for metrics, and for tests that no list asks once per row.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Connections in use and at most: for metrics.
    #[must_use]
    pub fn usage(&self) -> (u32, u32) {
        match &self.pools {
            Pools::Postgres(pool) => {
                (busy(pool.size(), pool.num_idle()), pool.options().get_max_connections())
            }
            Pools::Sqlite { read, .. } => {
                (busy(read.size(), read.num_idle()), read.options().get_max_connections())
            }
        }
    }

    /// Answers within a second, or says why not.
    pub async fn ping(&self) -> Result<()> {
        let ask = self.reads.execute_unprepared("SELECT 1");
        match tokio::time::timeout(Duration::from_secs(1), ask).await {
            Ok(answer) => answer.map(|_| ()).map_err(Into::into),
            Err(_) => Err(Error::Unavailable {
                message: "The database does not answer.".into(),
                retry_after: Some(Duration::from_secs(1)),
            }),
        }
    }

    /// The newest change of the schema's history that was applied.
    pub async fn schema_version(&self) -> Result<String> {
        let newest = "SELECT version FROM seaql_migrations ORDER BY version DESC LIMIT 1";
        let ask = Statement::from_string(self.reads.get_database_backend(), newest);
        let row = self.reads.query_one_raw(ask).await?;
        Ok(row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or_default())
    }

    pub async fn close(&self) {
        match &self.pools {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite { write, read, queue } => {
                read.close().await;
                queue.close().await;
                write.close().await;
            }
        }
    }
}

/// Asks a connection that nobody used for a while whether its other end is there. Asking each time, as the library would,
/// is a second round trip for every statement.
async fn is_there(connection: &mut PgConnection, idle_for: Duration) -> Result<bool, sqlx::Error> {
    if idle_for > UNTRIED {
        connection.ping().await?;
    }
    Ok(true)
}

/// A quarter of the pool is nobody's: whoever holds a line and needs a second connection gets one in the end.
fn lines(connections: u32) -> Arc<Semaphore> {
    let kept_free = Ord::max(1, connections / 4);
    Arc::new(Semaphore::new(connections.saturating_sub(kept_free) as usize))
}

fn busy(size: u32, idle: usize) -> u32 {
    size.saturating_sub(u32::try_from(idle).unwrap_or(u32::MAX))
}

/// A place to run one agency's reads; from [`super::scope::Scope::read`] only.
///
/// Today it reads from the pool. When row-level security is switched on, it acquires a connection that remembers the
/// agency and sets it when it changes; no caller changes then.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    db: &'a Db,
    line: Option<Line>,
    agency: AgencyId,
}

impl Reader<'_> {
    #[must_use]
    pub fn agency(&self) -> AgencyId {
        self.agency
    }

    fn counted(&self) -> &DatabaseConnection {
        self.db.asked.fetch_add(1, Ordering::Relaxed);
        &self.db.reads
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.reads.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.counted().execute_raw(stmt).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.counted().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(stmt).await?.into_iter().next())
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let pool = self.counted();
        let Some(line) = &self.line else { return pool.query_all_raw(stmt).await };
        match line.query_all(self.db, stmt).await {
            Ok(rows) => rows,
            Err(stmt) => pool.query_all_raw(stmt).await,
        }
    }
}
