//! Who may call now: asked before every request, told afterwards.

use super::account::Account;
use crate::connectors::error::ConnectorError;
use async_trait::async_trait;
use std::time::Duration;

/// How a request went, as far as the account's limits care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The provider is there, whatever it said.
    Answered,
    /// It asked us to slow down.
    SlowDown { after: Option<Duration> },
    /// Network, time-out, 5xx, nonsense.
    Failed,
}

impl Outcome {
    /// What a failure means for the account.
    #[must_use]
    pub fn of(error: &ConnectorError) -> Self {
        match error {
            ConnectorError::RateLimited { after } => Self::SlowDown { after: *after },
            ConnectorError::Unreachable { .. } | ConnectorError::Malformed { .. } => Self::Failed,
            ConnectorError::Held { .. } | ConnectorError::Rejected { .. } | ConnectorError::Unauthorized => {
                Self::Answered
            }
        }
    }
}

/// Admits requests. A gate waits briefly at most; a longer wait is an error, so that no worker sleeps on it.
#[async_trait]
pub trait Gate: Send + Sync {
    /// # Errors
    /// `Held` when the account's budget is used up, `RateLimited` when the provider asked for a pause, `Unreachable` while its breaker is open.
    async fn admit(&self, account: &Account) -> Result<(), ConnectorError>;
    /// Told once for every admitted request that came to an end.
    async fn settled(&self, account: &Account, outcome: Outcome);
}

/// Admits everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenGate;

#[async_trait]
impl Gate for OpenGate {
    async fn admit(&self, _account: &Account) -> Result<(), ConnectorError> {
        Ok(())
    }

    async fn settled(&self, _account: &Account, _outcome: Outcome) {}
}
