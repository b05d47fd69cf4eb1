//! Whether agencies' statements run under the role that cannot pass the wall. Asked of the database, and remembered.

use super::wall;
use sqlx::PgExecutor;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A login that may not take the role may be given it: asked again after so long.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// What one process knows of it; a clone is the same.
#[derive(Clone, Debug, Default)]
pub(in crate::kernel) struct Role(Arc<Mutex<Known>>);

#[derive(Clone, Copy, Debug, Default)]
enum Known {
    #[default]
    Nothing,
    /// For good: where it is taken away later, statements fail, and do not run without the wall.
    Yes,
    NotAt(Instant),
}

impl Role {
    /// Is it to be taken?
    pub async fn is_there(&self, c: impl PgExecutor<'_>) -> Result<bool, sqlx::Error> {
        let known = *self.known();
        match known {
            Known::Yes => Ok(true),
            Known::NotAt(asked) if asked.elapsed() < ASK_AGAIN => Ok(false),
            Known::Nothing | Known::NotAt(_) => {
                let is_there = wall::may_take_role(c).await?;
                self.learn(is_there);
                Ok(is_there)
            }
        }
    }

    fn learn(&self, is_there: bool) {
        let mut known = self.known();
        // Somebody who asked later may have heard more.
        if !matches!(*known, Known::Yes) {
            *known = if is_there { Known::Yes } else { Known::NotAt(Instant::now()) };
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
