//! Buckets of time: quarters of an hour and days since 1970 began in UTC. Pure.

use chrono::{DateTime, Utc};

/// Seconds of the shortest bucket. Every zone's days begin with one: offsets are whole quarters of an hour.
pub const QUARTER: i64 = 900;
/// Quarters of a day.
pub const DAY: i64 = 96;

/// The quarter of an hour that this instant lies in.
#[must_use]
pub fn quarter(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(QUARTER)
}

/// The first that begins then or later.
#[must_use]
pub fn quarter_from(at: DateTime<Utc>) -> i64 {
    let begun = quarter(at);
    if start(begun) == at { begun } else { begun + 1 }
}

/// When a quarter begins.
#[must_use]
pub fn start(quarter: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(quarter * QUARTER, 0).unwrap_or_default()
}

/// The UTC day of a quarter.
#[must_use]
pub fn day(quarter: i64) -> i64 {
    quarter.div_euclid(DAY)
}
