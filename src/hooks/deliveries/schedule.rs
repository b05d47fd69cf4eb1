//! When an attempt is repeated. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// An endpoint that failed this long is switched off.
pub const PATIENCE: TimeDelta = TimeDelta::days(5);
/// A receiver that asks for peace gets no more than this.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// How long to wait after `attempts` failed ones, by the schedule `waits` (seconds); `None`: that was the last. `asked`: the
/// peace a receiver asked for.
#[must_use]
pub fn wait(waits: &[u32], attempts: i32, asked: Option<Duration>) -> Option<TimeDelta> {
    let at = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let asked = asked.and_then(|asked| TimeDelta::from_std(asked).ok()).unwrap_or_default();
    let wait = TimeDelta::seconds(i64::from(*waits.get(at)?));
    Some(Ord::max(wait, Ord::min(asked, LONGEST)))
}

/// When an endpoint that failed `failures` times since then may be asked once more, as if all of them were of one delivery;
/// after the last wait, every so often.
#[must_use]
pub fn asked_again(waits: &[u32], since: DateTime<Utc>, failures: i32) -> DateTime<Utc> {
    let last = waits.last().copied().unwrap_or_default();
    let all = waits.iter().copied().chain(std::iter::repeat(last));
    let seconds: i64 = all.take(usize::try_from(failures).unwrap_or(0)).map(i64::from).sum();
    since.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::asked_again;
    use crate::config::Webhooks;
    use chrono::{DateTime, TimeDelta};
    use std::time::Duration;

    fn wait(attempts: i32, asked: Option<Duration>) -> Option<TimeDelta> {
        super::wait(&Webhooks::default().retry_after_seconds, attempts, asked)
    }

    #[test]
    fn eight_attempts_in_little_more_than_a_day() {
        let waits: Vec<_> = (1..).map_while(|attempts| wait(attempts, None)).collect();
        assert_eq!(waits.len(), 7);
        let total = waits.iter().sum::<TimeDelta>();
        assert_eq!(total, TimeDelta::seconds(5) + TimeDelta::minutes(35) + TimeDelta::hours(27));
        assert_eq!(wait(0, None), None, "before the first attempt there is nothing to wait for");
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_ever() {
        assert_eq!(wait(1, Some(Duration::from_secs(60))), Some(TimeDelta::seconds(60)));
        assert_eq!(wait(2, Some(Duration::from_secs(60))), Some(TimeDelta::minutes(5)));
        assert_eq!(wait(1, Some(Duration::MAX)), Some(TimeDelta::seconds(5)), "nonsense is not heeded");
        assert_eq!(wait(1, Some(Duration::from_secs(999_999))), Some(TimeDelta::hours(24)));
        assert_eq!(wait(8, Some(Duration::from_secs(60))), None);
    }

    #[test]
    fn who_does_not_answer_is_asked_less_and_less() {
        let (began, waits) = (DateTime::UNIX_EPOCH, [5, 300, 1_800]);
        let after = |failures| (asked_again(&waits, began, failures) - began).num_seconds();
        assert_eq!([0, 1, 2, 3, 4, 5].map(after), [0, 5, 305, 2_105, 3_905, 5_705]);
        assert_eq!((asked_again(&[], began, 3), after(-1)), (began, 0));
    }
}
