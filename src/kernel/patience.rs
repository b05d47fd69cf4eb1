//! How long one question may keep a database at work. Who asks for more than an index gives is refused with a hint, and keeps
//! nobody else waiting.

use sqlx::{Sqlite, SqliteConnection, pool::PoolOptions, postgres::PgConnectOptions};
use std::time::{Duration, Instant};

/// SQLite's steps between two looks at the clock: well under a millisecond.
const STEPS: i32 = 10_000;

/// How long a transaction may do nothing: longer than any slice takes.
const FORGOTTEN: Duration = Duration::from_secs(90);

/// A process that stands still in the middle of a transaction (it was stopped, its machine sleeps or is cut off) lets go of what
/// it holds: everybody of the agency waits for the log's lock, each with a connection of the pool.
pub(super) fn writers(options: PgConnectOptions) -> PgConnectOptions {
    options.options([("idle_in_transaction_session_timeout", FORGOTTEN.as_millis().to_string())])
}

/// PostgreSQL stops a reader's statement itself. Writers are few, and know what they write. A statement is planned once on a
/// connection, not each time: the board's plan took as long as its rows (docs/benchmarks.md).
pub(super) fn postgres(options: PgConnectOptions, limit: Duration) -> PgConnectOptions {
    let limit = limit.as_millis().to_string();
    options.options([("statement_timeout", limit.as_str()), ("plan_cache_mode", "force_generic_plan")])
}

/// SQLite has no such limit: a reader looks at the clock along the way. The time begins when somebody takes the connection.
pub(super) fn sqlite(pool: PoolOptions<Sqlite>, limit: Duration) -> PoolOptions<Sqlite> {
    pool.after_connect(move |connection, _| Box::pin(begin(connection, limit))).before_acquire(
        move |connection, _| {
            Box::pin(async move {
                begin(connection, limit).await?;
                Ok(true)
            })
        },
    )
}

async fn begin(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
    let until = Instant::now() + limit;
    connection.lock_handle().await?.set_progress_handler(STEPS, move || Instant::now() < until);
    Ok(())
}

/// Was this statement stopped, because it took too long?
pub(super) fn ran_out(cause: &sea_orm::DbErr) -> bool {
    let text = cause.to_string();
    text.contains("canceling statement due to statement timeout") || text.ends_with("interrupted")
}
