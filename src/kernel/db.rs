//! Connecting, and every difference between SQLite and PostgreSQL that is not a query's own.

use super::{
    doubt::{self, Doubt, is_there},
    error::{Error, Result},
    line::Line,
    patience,
    reads::{Reads, Taken},
    role::Role,
    statement::failed,
    wall,
    writes::Writes,
};
use entity::ids::AgencyId;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, SqlxPostgresConnector,
    SqlxSqliteConnector, Statement,
};
use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
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

/// How long one statement of a reader may take, unless told otherwise: less than a request.
const STATEMENT: Duration = Duration::from_secs(8);

/// The pools of one database.
#[derive(Clone, Debug)]
pub enum Pools {
    /// The owner's: transactions, which become an agency's where they are one's, the queue, and reads across agencies.
    /// Agencies' reads have connections of their own ([`Reads`]).
    Postgres(PgPool),
    /// SQLite has one writer: ours queue fairly on a pool of one instead of spinning on its lock.
    Sqlite { write: SqlitePool, read: SqlitePool, queue: SqlitePool },
}

/// One open database.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    lines: Arc<Semaphore>,
    platform: DatabaseConnection,
    /// PostgreSQL: where agencies read. On SQLite they read where everybody does.
    reads: Option<Reads>,
    /// PostgreSQL: whether agencies' statements run under a role of their own.
    role: Role,
    doubt: Doubt,
    asked: Arc<AtomicU64>,
    writes: Writes,
}

impl Db {
    /// Opens `sqlite:///path/file.db` (created when missing) or `postgres://…`. sqlx logs no statement: its text would fill
    /// the screen whenever the machine is busy.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self> {
        Self::connect_within(url, max_connections, (PATIENCE, STATEMENT)).await
    }

    /// The same, waiting only so long for a connection and for SQLite's writer lock, and for one statement.
    pub async fn connect_within(
        url: &str,
        max_connections: u32,
        (patience, statement): (Duration, Duration),
    ) -> Result<Self> {
        if url.starts_with("sqlite:") {
            return Self::sqlite(url, max_connections, (patience, statement)).await;
        }
        let options =
            PgConnectOptions::from_str(url)?.application_name("leadwire").disable_statement_logging();
        let (doubt, role) = (Doubt::default(), Role::default());
        let (of_pool, of_platform) = (doubt.clone(), doubt.clone());
        let reading = Ord::max(1, max_connections / 2);
        let reads = patience::postgres(options.clone(), statement);
        let reads = Reads::new(reads, reading, patience, (doubt.clone(), role.clone()));
        let pool = PgPoolOptions::new()
            // Somebody who holds one may need a second.
            .max_connections(Ord::max(2, max_connections.saturating_sub(reading)))
            .acquire_timeout(patience)
            .test_before_acquire(false)
            .before_acquire(move |connection, usage| {
                Box::pin(is_there(connection, usage.idle_for, of_pool.clone()))
            })
            .after_release(|connection, _| {
                // Or each would keep room for the largest statement it ever wrote.
                connection.shrink_buffers();
                Box::pin(async { Ok(true) })
            })
            .connect_with(patience::writers(options))
            .await?;
        let mut platform = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
        platform.set_metric_callback(move |asked| {
            if asked.failed {
                of_platform.one_failed();
            }
        });
        let writes = Writes::doubting(doubt.clone());
        Ok(Self { doubt, role, writes, ..Self::of(Pools::Postgres(pool), reading, platform, Some(reads)) })
    }

    fn of(pools: Pools, readers: u32, platform: DatabaseConnection, reads: Option<Reads>) -> Self {
        let (role, doubt, asked, writes) = Default::default();
        Self { pools, lines: lines(readers), platform, reads, role, doubt, asked, writes }
    }

    async fn sqlite(url: &str, readers: u32, (patience, statement): (Duration, Duration)) -> Result<Self> {
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
        let write = doubt::ended(pool(1)).connect_with(options.clone()).await?;
        let queue = doubt::ended(pool(3)).connect_lazy_with(options.clone());
        let read = patience::sqlite(pool(readers), statement).connect_lazy_with(options);
        let platform = SqlxSqliteConnector::from_sqlx_sqlite_pool(read.clone());
        Ok(Self::of(Pools::Sqlite { write, read, queue }, readers, platform, None))
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
        &self.platform
    }

    /// PostgreSQL: what begins a transaction that sees this agency's rows only.
    pub(in crate::kernel) async fn begin_of(&self, pool: &PgPool, agency: AgencyId) -> Result<String> {
        Ok(wall::begin(agency, self.role.is_there(pool).await?))
    }

    /// A transaction could not be begun, or not wholly.
    pub(in crate::kernel) fn doubt(&self) {
        self.doubt.a_begin_failed();
    }

    /// PostgreSQL: a connection that sees this agency's rows only.
    pub(in crate::kernel) async fn take(&self, agency: AgencyId) -> Result<Taken, DbErr> {
        match &self.reads {
            Some(reads) => reads.take(agency).await,
            None => Err(DbErr::Custom("SQLite's readers share one pool".into())),
        }
    }

    pub(in crate::kernel) fn reader(&self, agency: AgencyId, line: Option<Line>) -> Reader<'_> {
        Reader { db: self, line, agency }
    }

    pub(in crate::kernel) fn writes(&self) -> &Writes {
        &self.writes
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
                let (reading, readers) = self.reads.as_ref().map(Reads::usage).unwrap_or_default();
                let most = pool.options().get_max_connections();
                (busy(pool.size(), pool.num_idle()) + reading, most + readers)
            }
            Pools::Sqlite { read, .. } => {
                (busy(read.size(), read.num_idle()), read.options().get_max_connections())
            }
        }
    }

    /// Answers within a second, or says why not.
    pub async fn ping(&self) -> Result<()> {
        let ask = Statement::from_string(self.platform.get_database_backend(), "SELECT 1");
        let ask = self.platform.query_one_raw(ask);
        match tokio::time::timeout(Duration::from_secs(1), ask).await {
            Ok(answer) => answer.map(|_| ()).map_err(Into::into),
            Err(_) => Err(Error::unavailable("The database does not answer.", Some(Duration::from_secs(1)))),
        }
    }

    /// The newest change of the schema's history that was applied.
    pub async fn schema_version(&self) -> Result<String> {
        let newest = "SELECT version FROM seaql_migrations ORDER BY version DESC LIMIT 1";
        let ask = Statement::from_string(self.platform.get_database_backend(), newest);
        let row = self.platform.query_one_raw(ask).await?;
        Ok(row.map(|row| row.try_get("", "version")).transpose()?.unwrap_or_default())
    }

    pub async fn close(&self) {
        if let Some(reads) = &self.reads {
            reads.close();
        }
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

/// A quarter of the pool is nobody's: whoever holds a line and needs a second connection gets one in the end.
fn lines(connections: u32) -> Arc<Semaphore> {
    let kept_free = Ord::max(1, connections / 4);
    Arc::new(Semaphore::new(connections.saturating_sub(kept_free) as usize))
}

fn busy(size: u32, idle: usize) -> u32 {
    size.saturating_sub(u32::try_from(idle).unwrap_or(u32::MAX))
}

/// A place to run one agency's reads; from [`super::scope::Scope::read`] only. It reads, and refuses to write.
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

    /// Over whichever connection is free.
    async fn anywhere(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.db.reads {
            Some(reads) => reads.take(self.agency).await?.query_all(stmt).await.map_err(failed),
            None => self.db.platform.query_all_raw(stmt).await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.platform.get_database_backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("what changes rows runs in a transaction (`Tx`)".into()))
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("what changes rows runs in a transaction (`Tx`)".into()))
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(stmt).await?.into_iter().next())
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.db.asked.fetch_add(1, Ordering::Relaxed);
        let Some(line) = &self.line else { return self.anywhere(stmt).await };
        match line.query_all(self.db, self.agency, stmt).await {
            Ok(rows) => rows,
            Err(stmt) => self.anywhere(stmt).await,
        }
    }
}
