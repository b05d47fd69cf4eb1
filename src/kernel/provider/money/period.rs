//! The periods of budgets, by UTC. Pure.

use chrono::{DateTime, Datelike, Months, NaiveTime, TimeDelta, Utc};
use entity::budget::{BudgetPeriod, Model};

/// When the period that `now` lies in began; a budget without periods counts from the beginning of time.
#[must_use]
pub fn started_at(period: BudgetPeriod, now: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = now.with_time(NaiveTime::MIN).single().unwrap_or(now);
    match period {
        BudgetPeriod::Total => DateTime::UNIX_EPOCH,
        BudgetPeriod::Day => midnight,
        BudgetPeriod::Month => midnight.with_day(1).unwrap_or(midnight),
    }
}

/// When the period that began then is over; `None`: never.
#[must_use]
pub fn ends_at(period: BudgetPeriod, started_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match period {
        BudgetPeriod::Total => None,
        BudgetPeriod::Day => Some(started_at + TimeDelta::days(1)),
        BudgetPeriod::Month => started_at.checked_add_months(Months::new(1)),
    }
}

/// The budget as it stands now: in a new period nothing is spent yet, and nothing told; what is set aside stays so.
#[must_use]
pub fn now_of(was: &Model, now: DateTime<Utc>) -> Model {
    let is_over = ends_at(was.period, was.period_started_at).is_some_and(|end| end <= now);
    if !is_over {
        return was.clone();
    }
    Model {
        period_started_at: started_at(was.period, now),
        spent_micros: 0,
        warned_at: None,
        reached_at: None,
        ..was.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{ends_at, started_at};
    use chrono::{DateTime, Utc};
    use entity::budget::BudgetPeriod;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_as_long_as_they_are() {
        let start = started_at(BudgetPeriod::Month, at("2028-02-29T23:59:59Z"));
        assert_eq!(start, at("2028-02-01T00:00:00Z"));
        assert_eq!(ends_at(BudgetPeriod::Month, start), Some(at("2028-03-01T00:00:00Z")));
        let december = started_at(BudgetPeriod::Month, at("2026-12-31T12:00:00Z"));
        assert_eq!(ends_at(BudgetPeriod::Month, december), Some(at("2027-01-01T00:00:00Z")));
    }

    #[test]
    fn days_begin_at_midnight_and_a_total_never_ends() {
        let start = started_at(BudgetPeriod::Day, at("2026-11-02T09:30:00Z"));
        assert_eq!(start, at("2026-11-02T00:00:00Z"));
        assert_eq!(ends_at(BudgetPeriod::Day, start), Some(at("2026-11-03T00:00:00Z")));
        assert_eq!(ends_at(BudgetPeriod::Total, started_at(BudgetPeriod::Total, start)), None);
    }
}
