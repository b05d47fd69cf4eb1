//! What all soak tests share: a place (database, folder, agencies), processes of the program, duties, a sheet of findings.

pub mod crew;
pub mod duty;
pub mod http;
mod place;
mod sheet;
pub mod socket;

pub use place::{Backend, Desk, Place, open};
pub use sheet::{Sheet, conclude, percentile};

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Waits until `is_so`; an error when it does not come true in time.
pub async fn until(
    what: &str,
    patience: Duration,
    mut is_so: impl AsyncFnMut() -> Result<bool>,
) -> Result<Duration> {
    let begun = Instant::now();
    while !is_so().await? {
        if begun.elapsed() > patience {
            bail!("in vain for {} s: {what}", patience.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(begun.elapsed())
}

pub async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
