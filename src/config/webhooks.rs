//! Settings of what is told to the outside.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Unexpected},
};

/// What webhook endpoints are told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Let endpoints have private addresses and plain http: for tests, and for receivers beside us.
    pub allow_private_addresses: bool,
    /// Tell an endpoint nothing before it has given a challenge back: nobody has us call a stranger's server.
    pub verify_endpoints: bool,
    /// Of one attempt, from connecting to the last byte of the answer.
    #[serde(deserialize_with = "attempt_ms")]
    pub timeout_ms: u64,
    /// Deliveries that are over are kept this long for those who look into what happened.
    pub keep_days: u32,
    /// After the first, second … failed attempt; one attempt more than there are waits.
    pub retry_after_seconds: Vec<u32>,
}

/// Svix's schedule: 5 s, 5 min, 30 min, 2, 5, 10 and 10 h (<https://docs.svix.com/retries>).
const WAITS: [u32; 7] = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

/// A slice of work has a minute, and may ask for a challenge before it tells something: two attempts, and room for the rest.
const LONGEST_MS: u64 = 25_000;

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

fn attempt_ms<'de, D: Deserializer<'de>>(value: D) -> Result<u64, D::Error> {
    let ms = u64::deserialize(value)?;
    if (1..=LONGEST_MS).contains(&ms) {
        return Ok(ms);
    }
    let right = format!("1 to {LONGEST_MS} milliseconds");
    Err(D::Error::invalid_value(Unexpected::Unsigned(ms), &right.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::config::load;
    use serde_json::json;

    #[test]
    fn an_attempt_takes_some_time_and_not_for_ever() {
        for ms in [1, 15_000, 25_000] {
            let read = load(None, &json!({ "webhooks": { "timeout_ms": ms } })).unwrap();
            assert_eq!(read.webhooks.timeout_ms, ms);
        }
        for wrong in [json!(0), json!(25_001), json!(u64::MAX), json!(-1), json!("soon"), json!(1.5)] {
            let refused =
                load(None, &json!({ "webhooks": { "timeout_ms": wrong } })).unwrap_err().to_string();
            assert!(refused.contains("`webhooks.timeout_ms`"), "{wrong}: {refused}");
        }
        let refused = load(None, &json!({ "webhooks": { "timeout_ms": 60_000 } })).unwrap_err().to_string();
        assert!(refused.ends_with("expected 1 to 25000 milliseconds"), "{refused}");
    }
}
