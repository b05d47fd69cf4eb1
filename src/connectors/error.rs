//! The only ways a call to a provider fails, and what follows from each.
//!
//! Reasons are our own words: a provider's text may hold personal values and is never passed on.

use std::time::Duration;

/// Why a provider said a final no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rejection {
    /// It does not take what we sent.
    BadRequest,
    /// The plan or the key does not cover this call.
    NotPermitted,
    /// Nothing left to spend; somebody has to pay before it works again.
    OutOfCredits,
    /// The person asked not to be processed (HTTP 451): never ask again.
    Forbidden451,
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// Too many calls, or the answer is not ready yet. The call was not carried out.
    #[error("the provider asks us to come back later")]
    RateLimited { after: Option<Duration> },
    /// Our own budget for the account is used up for the moment: nothing was sent.
    #[error("the account's budget is used up for the moment")]
    Held { after: Duration },
    /// A final no; the call was not carried out.
    #[error("the provider refused: {reason}")]
    Rejected { rejection: Rejection, reason: String },
    /// The credentials are wrong, expired or revoked.
    #[error("the provider does not accept the credentials")]
    Unauthorized,
    /// No usable answer: network, time-out, or the provider is in trouble.
    #[error("the provider could not be reached: {reason}")]
    Unreachable {
        reason: String,
        /// The request may have been carried out, and paid, all the same.
        outcome_unknown: bool,
    },
    /// It answered, but not with what its API promises.
    #[error("the provider's answer could not be understood: {reason}")]
    Malformed { reason: String },
}

/// Try again, or give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Not before this much time has passed; `None`: whenever the caller sees fit.
    Later(Option<Duration>),
    /// Trying again cannot help.
    GiveUp,
}

impl ConnectorError {
    #[must_use]
    pub fn rejected(rejection: Rejection, reason: impl Into<String>) -> Self {
        Self::Rejected { rejection, reason: reason.into() }
    }

    #[must_use]
    pub fn bad_request(reason: impl Into<String>) -> Self {
        Self::rejected(Rejection::BadRequest, reason)
    }

    #[must_use]
    pub fn malformed(reason: impl Into<String>) -> Self {
        Self::Malformed { reason: reason.into() }
    }

    /// Come back after so many seconds.
    #[must_use]
    pub fn later(seconds: u64) -> Self {
        Self::RateLimited { after: Some(Duration::from_secs(seconds)) }
    }

    /// What follows. Whether a *paid* call may be repeated at all is not answered here:
    /// see [`is_outcome_unknown`](Self::is_outcome_unknown).
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::RateLimited { after } => Retry::Later(*after),
            Self::Held { after } => Retry::Later(Some(*after)),
            Self::Unreachable { .. } => Retry::Later(None),
            Self::Rejected { .. } | Self::Unauthorized | Self::Malformed { .. } => Retry::GiveUp,
        }
    }

    /// The provider may have carried the call out, and charged for it.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Unreachable { outcome_unknown, .. } => *outcome_unknown,
            Self::Malformed { .. } => true,
            Self::RateLimited { .. } | Self::Held { .. } | Self::Rejected { .. } | Self::Unauthorized => {
                false
            }
        }
    }

    /// A short stable name, for logs and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate_limited",
            Self::Held { .. } => "own_limit",
            Self::Rejected { rejection: Rejection::BadRequest, .. } => "bad_request",
            Self::Rejected { rejection: Rejection::NotPermitted, .. } => "not_permitted",
            Self::Rejected { rejection: Rejection::OutOfCredits, .. } => "out_of_credits",
            Self::Rejected { rejection: Rejection::Forbidden451, .. } => "forbidden_451",
            Self::Unauthorized => "unauthorized",
            Self::Unreachable { .. } => "unreachable",
            Self::Malformed { .. } => "malformed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectorError, Rejection, Retry};
    use std::time::Duration;

    #[test]
    fn what_was_refused_is_neither_retried_nor_charged() {
        let refused = ConnectorError::rejected(Rejection::OutOfCredits, "no credits left");
        assert_eq!(refused.retry(), Retry::GiveUp);
        assert!(!refused.is_outcome_unknown());
        assert_eq!(ConnectorError::Unauthorized.retry(), Retry::GiveUp);
    }

    #[test]
    fn a_wait_is_passed_on() {
        assert_eq!(ConnectorError::later(7).retry(), Retry::Later(Some(Duration::from_secs(7))));
    }

    #[test]
    fn an_answer_nobody_can_read_may_have_cost_money() {
        assert!(ConnectorError::malformed("not JSON").is_outcome_unknown());
    }
}
