//! Whose limits a call counts against.

use std::sync::Arc;

/// A token bucket: how fast a provider account may be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// Calls that may be made at once after a rest; at least 1.
    pub capacity: u32,
    /// Calls that come back each second.
    pub refill_per_second: f64,
}

impl RateLimit {
    #[must_use]
    pub const fn new(capacity: u32, refill_per_second: f64) -> Self {
        Self { capacity, refill_per_second }
    }
}

/// One account at one provider. Data sources with the same key share it.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// `apollo`; a label of logs and metrics.
    pub provider: &'static str,
    /// Fingerprint of the key; says nothing about it.
    pub id: Arc<str>,
    pub limit: RateLimit,
}

impl Account {
    #[must_use]
    pub fn new(provider: &'static str, id: impl Into<Arc<str>>, limit: RateLimit) -> Self {
        Self { provider, id: id.into(), limit }
    }
}
