//! Throwing away what nobody needs any more: old events, finished tasks, expired facts and answers, and what domains add
//! to that ([`crate::kernel::wiring::Wiring::chore`]). In small transactions, by one process at a time.

mod events;
mod rows;
mod turn;

pub use rows::forget_facts;
pub use turn::{Turn, turn};

use super::{app::App, error::Result, files, rotation};
use std::{future::Future, time::Duration};

/// Rows that one transaction deletes at most: no writer waits long for it.
pub const BATCH: u64 = 1_000;
/// Batches of one kind in one round; what is left waits for the next.
const ROUNDS: usize = 200;
const FIRST_AFTER: Duration = Duration::from_secs(60);
const EVERY: Duration = Duration::from_secs(3_600);

/// Keeps house as long as the process works.
pub(in crate::kernel) async fn forever(app: App) {
    // Processes that were started together do not ask all at once.
    let apart = Duration::from_secs_f64(app.random().unit() * 60.0);
    tokio::time::sleep(FIRST_AFTER + apart).await;
    loop {
        match run(&app).await {
            Ok(Some(0) | None) => {}
            Ok(Some(rows)) => tracing::info!(rows, "threw away what is no longer needed"),
            Err(error) => tracing::warn!(?error, "housekeeping stopped; the next round goes on"),
        }
        tokio::time::sleep(EVERY + apart).await;
    }
}

/// One round; how many rows went. `None`: another process is at it. A part that fails keeps no other from its turn.
pub async fn run(app: &App) -> Result<Option<u64>> {
    let Some(turn) = turn(app.db()).await? else { return Ok(None) };
    let mut parts = vec![events::sweep(app).await, rows::sweep(app).await];
    parts.push(to_the_end(|| files::sweep(app)).await);
    // Keys that were changed in the settings: what is sealed with an older one is sealed anew, hour by hour.
    if app.keys().seal_ids().len() > 1 {
        parts.push(rotation::rotate_all(app, |_, _| {}).await.map(|_| 0));
    }
    for chore in app.wiring().chores() {
        parts.push(to_the_end(|| chore(app)).await);
    }
    parts.push(turn.end().await.map(|()| 0));
    parts.into_iter().sum::<Result<u64>>().map(Some)
}

/// Until a batch is not full, or it is enough for one round; how many went.
async fn to_the_end<F: Future<Output = Result<u64>>>(sweep: impl Fn() -> F) -> Result<u64> {
    let mut gone = 0;
    for _ in 0..ROUNDS {
        let rows = sweep().await?;
        gone += rows;
        if rows < BATCH {
            break;
        }
    }
    Ok(gone)
}
