//! Whether the pool's connections may be inside a transaction that nobody knows of: one whose begin failed half-way (its role was
//! taken away meanwhile, say) stays in it, and the pool does not see that.

use super::reads::UNTRIED;
use sqlx::{Connection, PgConnection};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// For so long each connection is taken out of its transaction before it is used. One that comes up later fails once, and
/// the doubt is back.
const LASTS: Duration = Duration::from_secs(10);

/// A clone is the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubt(Arc<Mutex<Option<Instant>>>);

impl Doubt {
    pub fn arise(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    pub fn holds(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|since| since.elapsed() < LASTS)
    }
}

/// Asks a connection that nobody used for a while whether its other end is there. Asking each time, as the library would,
/// is a second round trip for every statement.
pub(super) async fn is_there(
    connection: &mut PgConnection,
    idle_for: Duration,
    is_doubted: bool,
) -> Result<bool, sqlx::Error> {
    if is_doubted {
        sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
    }
    if idle_for > UNTRIED {
        connection.ping().await?;
    }
    Ok(true)
}
