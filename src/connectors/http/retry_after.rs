//! How long a provider wants us to wait: `retry-after-ms`, `Retry-After` in seconds or as a date.

use crate::base::clock::Timestamp;
use chrono::DateTime;
use std::time::Duration;

/// The wait the headers ask for; `None` when they say nothing usable. A date in the past means "now".
pub(super) fn retry_after(
    milliseconds: Option<&str>,
    plain: Option<&str>,
    now: Timestamp,
) -> Option<Duration> {
    let precise = milliseconds.and_then(number).map(|value| value / 1000.0);
    let seconds = || plain.and_then(number);
    precise.or_else(seconds).and_then(|value| Duration::try_from_secs_f64(value).ok()).or_else(|| {
        let date = DateTime::parse_from_rfc2822(plain?.trim()).ok()?;
        Some((date.to_utc() - now).to_std().unwrap_or(Duration::ZERO))
    })
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::retry_after;
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::proptest;
    use std::time::Duration;

    #[test]
    fn every_known_form_is_read() {
        let now = DateTime::parse_from_rfc3339("2026-08-01T10:00:00Z").unwrap().to_utc();
        let read = |ms, plain| retry_after(ms, plain, now);
        assert_eq!(read(None, Some("2")), Some(Duration::from_secs(2)));
        assert_eq!(read(None, Some("1.5")), Some(Duration::from_millis(1500)));
        assert_eq!(read(Some("20"), Some("2")), Some(Duration::from_millis(20)));
        assert_eq!(read(None, Some("Sat, 01 Aug 2026 10:00:30 GMT")), Some(Duration::from_secs(30)));
        assert_eq!(
            retry_after(None, Some("Sat, 01 Aug 2026 10:00:30 GMT"), now + TimeDelta::hours(1)),
            Some(Duration::ZERO)
        );
        for nonsense in ["", "-1", "soon", "NaN", "inf", "1e400"] {
            assert_eq!(read(None, Some(nonsense)), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,40}") {
            let _ = retry_after(Some(&text), Some(&text), DateTime::UNIX_EPOCH);
        }
    }
}
