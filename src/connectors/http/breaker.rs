//! The circuit breaker of one account: pure, so that a gate in memory and one in the database share it.

use super::gate::Outcome;
use crate::{base::clock::Timestamp, connectors::error::ConnectorError};
use chrono::TimeDelta;
use std::time::Duration;

/// When it opens and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerSettings {
    /// Failures in a row that open it.
    pub failures: u32,
    /// How long nobody calls after that.
    pub pause: Duration,
    /// How long nobody calls after a "slow down" that names no time.
    pub slow_down: Duration,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self { failures: 5, pause: Duration::from_secs(30), slow_down: Duration::from_secs(1) }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BreakerState {
    /// Calls go through.
    #[default]
    Closed,
    /// Calls are refused until `opened_until`.
    Open,
    /// One call went through to see; `opened_until` is when it counts as lost.
    HalfOpen,
}

/// The state of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    pub state: BreakerState,
    /// In a row.
    pub failures: u32,
    pub opened_until: Option<Timestamp>,
}

impl Breaker {
    /// May a call be made now? In half-open state exactly one may.
    ///
    /// # Errors
    /// `RateLimited` when the provider asked for the pause, `Unreachable` when its failures caused it.
    pub fn admit(&mut self, now: Timestamp, settings: &BreakerSettings) -> Result<(), ConnectorError> {
        if self.state == BreakerState::Closed {
            return Ok(());
        }
        let left = self.opened_until.map_or(TimeDelta::zero(), |until| until - now);
        if left > TimeDelta::zero() {
            return Err(self.refusal(left, settings));
        }
        self.state = BreakerState::HalfOpen;
        self.opened_until = now.checked_add_signed(delta(settings.pause));
        Ok(())
    }

    /// Takes the end of a call into account. While it is open, stragglers that were sent before change nothing:
    /// neither does a late success end a pause the provider asked for.
    pub fn settle(&mut self, now: Timestamp, outcome: Outcome, settings: &BreakerSettings) {
        let is_open = self.state == BreakerState::Open;
        match outcome {
            Outcome::SlowDown { after } => {
                let wished = Self::opened(now, after.unwrap_or(settings.slow_down));
                let longest = self.opened_until.filter(|_| is_open).max(wished.opened_until);
                *self = Self {
                    opened_until: longest,
                    failures: if is_open { self.failures } else { 0 },
                    ..wished
                };
            }
            Outcome::Answered | Outcome::Failed if is_open => {}
            Outcome::Answered => *self = Self::default(),
            Outcome::Failed => {
                let failures = self.failures.saturating_add(1);
                if failures >= settings.failures || self.state == BreakerState::HalfOpen {
                    *self = Self {
                        failures: failures.max(settings.failures),
                        ..Self::opened(now, settings.pause)
                    };
                } else {
                    self.failures = failures;
                }
            }
        }
    }

    /// The admitted call was not made after all (somebody else refused it): the look is still to be had.
    pub fn put_back(&mut self, now: Timestamp) {
        if self.state == BreakerState::HalfOpen {
            self.state = BreakerState::Open;
            self.opened_until = Some(now);
        }
    }

    fn opened(now: Timestamp, pause: Duration) -> Self {
        Self { state: BreakerState::Open, failures: 0, opened_until: now.checked_add_signed(delta(pause)) }
    }

    fn refusal(&self, left: TimeDelta, settings: &BreakerSettings) -> ConnectorError {
        if self.failures >= settings.failures {
            let reason = "paused after repeated failures".to_owned();
            return ConnectorError::Unreachable { reason, outcome_unknown: false };
        }
        ConnectorError::RateLimited { after: left.to_std().ok() }
    }
}

/// A day at most: a provider that says "come back in a year" is asked again tomorrow.
fn delta(pause: Duration) -> TimeDelta {
    TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX).min(TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use super::{Breaker, BreakerSettings, BreakerState};
    use crate::connectors::{ConnectorError, http::Outcome};
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::proptest;
    use std::time::Duration;

    #[test]
    fn it_opens_after_the_last_straw_lets_one_through_and_closes_again() {
        let (settings, start) = (BreakerSettings::default(), DateTime::UNIX_EPOCH);
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            breaker.settle(start, Outcome::Failed, &settings);
            assert!(breaker.admit(start, &settings).is_ok());
        }
        breaker.settle(start, Outcome::Failed, &settings);
        let refused = breaker.admit(start, &settings).unwrap_err();
        assert!(matches!(refused, ConnectorError::Unreachable { outcome_unknown: false, .. }));

        let later = start + TimeDelta::seconds(31);
        assert!(breaker.admit(later, &settings).is_ok());
        assert_eq!(breaker.state, BreakerState::HalfOpen);
        assert!(breaker.admit(later, &settings).is_err(), "only one looks");
        breaker.settle(later, Outcome::Answered, &settings);
        assert_eq!(breaker, Breaker::default());
    }

    #[test]
    fn a_failed_look_opens_it_again_and_a_lost_one_is_repeated() {
        let (settings, start) = (BreakerSettings::default(), DateTime::UNIX_EPOCH);
        let mut breaker = Breaker::default();
        (0..5).for_each(|_| breaker.settle(start, Outcome::Failed, &settings));
        let later = start + TimeDelta::seconds(31);
        breaker.admit(later, &settings).unwrap();
        breaker.settle(later, Outcome::Failed, &settings);
        assert_eq!(breaker.state, BreakerState::Open);
        breaker.admit(later + TimeDelta::seconds(31), &settings).unwrap();
        assert!(breaker.admit(later + TimeDelta::seconds(62), &settings).is_ok(), "the look got lost");
    }

    #[test]
    fn stragglers_do_not_end_a_pause_and_a_look_not_had_is_put_back() {
        let (settings, start) = (BreakerSettings::default(), DateTime::UNIX_EPOCH);
        let mut breaker = Breaker::default();
        let minute = Outcome::SlowDown { after: Some(Duration::from_secs(60)) };
        breaker.settle(start, minute, &settings);
        for late in [Outcome::Answered, Outcome::Failed, Outcome::SlowDown { after: None }] {
            breaker.settle(start, late, &settings);
        }
        assert_eq!(breaker.admit(start, &settings), Err(ConnectorError::later(60)));
        let later = start + TimeDelta::seconds(60);
        breaker.admit(later, &settings).unwrap();
        breaker.put_back(later);
        assert!(breaker.admit(later, &settings).is_ok());
        assert!(breaker.admit(later, &settings).is_err());
    }

    proptest! {
        #[test]
        fn nobody_is_locked_out_for_more_than_a_day(ends in proptest::collection::vec((0_u8..4, 0_u64..200_000), 0..40)) {
            let (settings, mut now) = (BreakerSettings::default(), DateTime::UNIX_EPOCH);
            let mut breaker = Breaker::default();
            for (kind, seconds) in ends {
                let outcome = match kind {
                    0 => Outcome::Answered,
                    1 => Outcome::Failed,
                    2 => Outcome::SlowDown { after: None },
                    _ => Outcome::SlowDown { after: Some(Duration::from_secs(seconds)) },
                };
                let _ = breaker.admit(now, &settings);
                breaker.settle(now, outcome, &settings);
                now += TimeDelta::seconds(1);
            }
            assert!(breaker.admit(now + TimeDelta::days(1), &settings).is_ok());
        }
    }

    #[test]
    fn a_wish_to_slow_down_is_kept_and_is_no_failure() {
        let (settings, start) = (BreakerSettings::default(), DateTime::UNIX_EPOCH);
        let mut breaker = Breaker::default();
        breaker.settle(start, Outcome::SlowDown { after: Some(Duration::from_secs(4)) }, &settings);
        let held = breaker.admit(start + TimeDelta::seconds(1), &settings);
        assert_eq!(held, Err(ConnectorError::later(3)));
        assert!(breaker.admit(start + TimeDelta::seconds(4), &settings).is_ok());
    }
}
