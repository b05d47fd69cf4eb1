//! The gate all processes share: one row per provider account holds its token bucket and its breaker.
//!
//! Each admission is one conditional UPDATE, so however many processes ask at once, the bucket is never overdrawn and a
//! half-open breaker lets one call through. Never called inside an open `Tx`: on SQLite both want the one writer.

use super::bucket::{Bucket, key};
use crate::{
    base::clock::SharedClock,
    connectors::{
        ConnectorError, Retry,
        http::{Account, BreakerSettings, Gate, LocalGate, Outcome},
    },
    kernel::{db::Db, error::Result},
};
use async_trait::async_trait;
use entity::provider_budget::BreakerState;
use std::time::Duration;

/// Longest wait inside a call; beyond it the caller is told when to come back.
const MAX_WAIT: Duration = Duration::from_secs(1);
/// Waits that may follow one another before the caller is sent away.
const WAITS: usize = 4;

/// Smooths inside the process, then asks the row that all processes share.
pub struct SharedGate {
    /// Smoothing only: how calls ended is told to the row alone, so that the two never disagree.
    local: LocalGate,
    db: Db,
    clock: SharedClock,
    settings: BreakerSettings,
}

impl SharedGate {
    #[must_use]
    pub fn new(db: Db, clock: SharedClock, settings: BreakerSettings) -> Self {
        Self { local: LocalGate::new(clock.clone(), settings), db, clock, settings }
    }

    fn bucket(&self) -> Bucket<'_> {
        Bucket { db: &self.db, now: self.clock.now(), settings: &self.settings }
    }

    /// Takes a token, or says why not: the outer result is our database's, the inner one the account's.
    async fn take(&self, account: &Account) -> Result<Result<(), ConnectorError>> {
        let bucket = self.bucket();
        if bucket.take(account).await? {
            return Ok(Ok(()));
        }
        if let Some(row) = bucket.read(account).await? {
            return Ok(Err(bucket.refusal(account, &row)));
        }
        bucket.open(account).await?;
        Ok(Err(ConnectorError::Held { after: Duration::ZERO }))
    }

    async fn tell(&self, account: &Account, outcome: Outcome) -> Result<()> {
        let bucket = self.bucket();
        match outcome {
            // The ordinary case costs one small read, and no write.
            Outcome::Answered => match bucket.read(account).await? {
                Some(row) if row.failures > 0 || row.breaker_state != BreakerState::Closed => {
                    bucket.close(account).await
                }
                _ => Ok(()),
            },
            Outcome::SlowDown { after } => {
                bucket.slow_down(account, after.unwrap_or(self.settings.slow_down)).await
            }
            Outcome::Failed => bucket.fail(account).await,
        }
    }
}

#[async_trait]
impl Gate for SharedGate {
    async fn admit(&self, account: &Account) -> Result<(), ConnectorError> {
        self.local.admit(account).await?;
        for _ in 0..WAITS {
            let taken = self.take(account).await.map_err(|error| books_closed(&error))?;
            match taken.as_ref().map_err(ConnectorError::retry) {
                Err(Retry::Later(Some(after))) if after <= MAX_WAIT => tokio::time::sleep(after).await,
                _ => return taken,
            }
        }
        Err(ConnectorError::Held { after: MAX_WAIT })
    }

    async fn settled(&self, account: &Account, outcome: Outcome) {
        if let Err(error) = self.tell(account, outcome).await {
            tracing::warn!(?error, account = key(account), "could not record how a provider call went");
        }
    }
}

/// Our own database failed: nothing was sent.
fn books_closed(error: &crate::kernel::error::Error) -> ConnectorError {
    tracing::warn!(?error, "could not ask for leave to call a provider");
    let reason = "our own books could not be read".to_owned();
    ConnectorError::Unreachable { reason, outcome_unknown: false }
}
