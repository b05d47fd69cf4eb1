//! One housekeeper at a time.

use crate::kernel::{
    db::{Db, Pools},
    error::Result,
};
use sqlx::{PgConnection, Row};

/// The two numbers of the advisory lock: workers' locks have one, so these never meet.
const LOCK: (i32, i32) = (0x6c77, 1);

/// The right to keep house; given back when dropped, or when the process dies.
pub struct Turn(#[expect(dead_code, reason = "held to keep the lock")] Option<PgConnection>);

/// `None`: somebody else is at it. On SQLite only one process works at all.
pub async fn turn(db: &Db) -> Result<Option<Turn>> {
    let Pools::Postgres(pool) = db.pools() else { return Ok(Some(Turn(None))) };
    let mut session = pool.acquire().await?.detach();
    let ask = sqlx::query("SELECT pg_try_advisory_lock($1, $2)").bind(LOCK.0).bind(LOCK.1);
    let is_ours: bool = ask.fetch_one(&mut session).await?.try_get(0)?;
    Ok(is_ours.then_some(Turn(Some(session))))
}
