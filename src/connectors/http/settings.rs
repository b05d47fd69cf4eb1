//! How the client behaves; from the instance's configuration.

use std::time::Duration;

/// Limits of every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSettings {
    pub connect_timeout: Duration,
    /// Of one attempt, from the first byte sent to the last byte read, unless the call names its own.
    pub timeout: Duration,
    /// Of the unpacked answer.
    pub max_answer_bytes: usize,
    /// Repetitions of a call that may be repeated.
    pub retries: usize,
    /// First pause before a repetition; doubles, with jitter.
    pub retry_pause: Duration,
    /// No repetition starts later than this after the first attempt.
    pub retry_within: Duration,
    /// Tenants' addresses may be private ones: for a model server next door, and for the sandbox.
    pub allow_private_addresses: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_answer_bytes: 4 * 1024 * 1024,
            retries: 2,
            retry_pause: Duration::from_millis(250),
            retry_within: Duration::from_secs(5),
            allow_private_addresses: false,
        }
    }
}
