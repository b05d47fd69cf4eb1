//! Settings of what is told to the outside.

use serde::{Deserialize, Serialize};

/// What webhook endpoints are told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Let endpoints have private addresses and plain http: for tests, and for receivers beside us.
    pub allow_private_addresses: bool,
    /// Tell an endpoint nothing before it has given a challenge back: nobody has us call a stranger's server.
    pub verify_endpoints: bool,
    /// Of one attempt, from connecting to the last byte of the answer.
    pub timeout_ms: u64,
    /// Deliveries that are over are kept this long for those who look into what happened.
    pub keep_days: u32,
    /// After the first, second … failed attempt; one attempt more than there are waits.
    pub retry_after_seconds: Vec<u32>,
}

/// What the Standard Webhooks recommend and Svix keeps: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, three days in all.
const WAITS: [u32; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

impl Default for Webhooks {
    fn default() -> Self {
        Self {
            allow_private_addresses: false,
            verify_endpoints: true,
            timeout_ms: 15_000,
            keep_days: 30,
            retry_after_seconds: WAITS.into(),
        }
    }
}
