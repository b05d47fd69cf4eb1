//! Which of the idle connections may be of no use. After one turned out to be dead, all that were idle then are tried before they
//! are used: an outage is found out once, and not connection by connection. And one whose begin failed half-way (its role was
//! taken away meanwhile, say) stays inside a transaction that nobody knows of, and the pool does not see that.

use super::statement::within;
use sqlx::{Connection, PgConnection, Sqlite, pool::PoolOptions};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A connection that was idle for so long is tried before it is used.
const UNTRIED: Duration = Duration::from_secs(5);
/// For so long after a begin that failed each connection is taken out of its transaction before it is used. One that comes up
/// later fails once, and the doubt is back.
const LASTS: Duration = Duration::from_secs(10);

/// A clone is the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubt(Arc<Mutex<Last>>);

/// When it was that something failed.
#[derive(Debug, Default)]
struct Last {
    begin: Option<Instant>,
    connection: Option<Instant>,
}

impl Doubt {
    /// A transaction could not be begun, or not wholly.
    pub fn a_begin_failed(&self) {
        let now = Some(Instant::now());
        *self.last() = Last { begin: now, connection: now };
    }

    /// A connection is dead, or may be.
    pub fn one_failed(&self) {
        self.last().connection = Some(Instant::now());
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_of_begins(&self) -> bool {
        self.last().begin.is_some_and(|since| since.elapsed() < LASTS)
    }

    /// What came back after the last failure is proven: it was of use then.
    fn is_of(&self, idle_for: Duration) -> bool {
        idle_for > UNTRIED || self.last().connection.is_some_and(|since| since.elapsed() <= idle_for)
    }

    /// Asks a connection that is in doubt whether its other end is there. Asking each time, as the library would, is a second
    /// round trip for every statement.
    pub async fn tried(&self, connection: &mut PgConnection, idle_for: Duration) -> Result<(), sqlx::Error> {
        if !self.is_of(idle_for) {
            return Ok(());
        }
        within(connection.ping()).await.inspect_err(|_| self.one_failed())
    }
}

/// For the pool, before it hands a connection out.
pub(super) async fn is_there(
    connection: &mut PgConnection,
    idle_for: Duration,
    doubt: Doubt,
) -> Result<bool, sqlx::Error> {
    if doubt.is_of_begins() {
        within(sqlx::raw_sql("ROLLBACK").execute(&mut *connection)).await?;
    }
    doubt.tried(connection, idle_for).await.map(|()| true)
}

/// SQLite ends a transaction by itself when the disk is full. sqlx cannot roll it back then, believes that it goes on, and begins
/// no other on that connection: another one is made.
pub(super) fn ended(pool: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    pool.before_acquire(|connection, _| {
        let is_over = !connection.is_in_transaction();
        Box::pin(async move { Ok(is_over) })
    })
}
