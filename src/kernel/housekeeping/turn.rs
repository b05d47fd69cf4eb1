//! One housekeeper at a time.

use crate::kernel::{
    db::{Db, Pools},
    error::Result,
};
use sqlx::{Connection, PgConnection, Row};

/// The two numbers of the advisory lock: workers' locks have one, so these never meet.
const LOCK: (i32, i32) = (0x6c77, 1);

/// The right to keep house; given back by [`Turn::end`]. When it is dropped or the process dies, the server takes it back as
/// soon as it sees that the session is gone.
pub struct Turn(Option<PgConnection>);

impl Turn {
    /// Gives it back: whoever asks from now on has it.
    pub async fn end(self) -> Result<()> {
        let Some(mut session) = self.0 else { return Ok(()) };
        sqlx::query("SELECT pg_advisory_unlock($1, $2)")
            .bind(LOCK.0)
            .bind(LOCK.1)
            .execute(&mut session)
            .await?;
        Ok(session.close().await?)
    }
}

/// `None`: somebody else is at it. On SQLite only one process works at all.
pub async fn turn(db: &Db) -> Result<Option<Turn>> {
    let Pools::Postgres(pool) = db.pools() else { return Ok(Some(Turn(None))) };
    let mut session = pool.acquire().await?.detach();
    let ask = sqlx::query("SELECT pg_try_advisory_lock($1, $2)").bind(LOCK.0).bind(LOCK.1);
    let is_ours: bool = ask.fetch_one(&mut session).await?.try_get(0)?;
    Ok(is_ours.then_some(Turn(Some(session))))
}
