//! Settings of what is told to the outside.

use serde::{Deserialize, Serialize};

/// What webhook endpoints are told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Let endpoints have private addresses and plain http: for tests, and for receivers beside us.
    pub allow_private_addresses: bool,
    /// Of one attempt, from connecting to the last byte of the answer.
    pub timeout_ms: u64,
    /// Deliveries that are over are kept this long for those who look into what happened.
    pub keep_days: u32,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self { allow_private_addresses: false, timeout_ms: 15_000, keep_days: 30 }
    }
}
