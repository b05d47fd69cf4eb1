//! Which slots run now, of those that have passed. Pure.

use super::cron::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use entity::schedule::CatchUp;
use std::collections::VecDeque;

/// So late, a slot still counts as on time: a restart is no outage.
pub const PUNCTUAL: TimeDelta = TimeDelta::minutes(5);
/// Slots looked at one by one; of more, only those of the last day.
const LOOKED_AT: usize = 5_000;

/// A slot, and how many before it passed without a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub at: DateTime<Utc>,
    pub missed: i32,
}

/// What is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// To be run, oldest first.
    pub runs: Vec<Slot>,
    /// Too late by the policy: the last of them.
    pub skipped: Option<Slot>,
    /// What comes after; `None`: never.
    pub next: Option<DateTime<Utc>>,
}

/// `first`: the slot that was waited for, which has come.
#[must_use]
pub fn due(clock: &Clock, first: DateTime<Utc>, now: DateTime<Utc>, policy: (CatchUp, i32)) -> Due {
    let (catch_up, most) = policy;
    let most = usize::try_from(most).unwrap_or(1).max(1);
    let kept = if catch_up == CatchUp::All { most } else { 1 };
    let (slots, passed) = passed(clock, first, now, kept);
    let before = i32::try_from(passed - slots.len()).unwrap_or(i32::MAX);
    let mut runs: Vec<Slot> = slots.into_iter().map(|at| Slot { at, missed: 0 }).collect();
    if let Some(oldest) = runs.first_mut() {
        oldest.missed = before;
    }
    let is_late = runs.last().is_some_and(|slot| now - slot.at > PUNCTUAL);
    let skipped = if catch_up == CatchUp::Skip && is_late { runs.pop() } else { None };
    Due { runs, skipped, next: clock.next(now.max(first)) }
}

/// The last `kept` slots up to now, and how many there were.
fn passed(
    clock: &Clock,
    first: DateTime<Utc>,
    now: DateTime<Utc>,
    kept: usize,
) -> (VecDeque<DateTime<Utc>>, usize) {
    let (mut slots, mut count) = (VecDeque::from([first]), 1);
    let mut next = clock.next(first);
    while let Some(slot) = next.filter(|slot| *slot <= now) {
        count += 1;
        slots.push_back(slot);
        if slots.len() > kept {
            slots.pop_front();
        }
        let from = if count == LOOKED_AT { slot.max(now - TimeDelta::days(1)) } else { slot };
        next = clock.next(from);
    }
    (slots, count)
}

#[cfg(test)]
mod tests {
    use super::{Clock, due};
    use chrono::{DateTime, TimeDelta, Utc};
    use entity::schedule::CatchUp;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn hourly(late: TimeDelta, policy: (CatchUp, i32)) -> (Vec<(String, i32)>, bool, String) {
        let clock = Clock::stored("0 * * * *", "UTC").unwrap();
        let first = at("2026-11-02T10:00:00Z");
        let due = due(&clock, first, first + late, policy);
        let runs = due.runs.iter().map(|slot| (slot.at.format("%H:%M").to_string(), slot.missed)).collect();
        (runs, due.skipped.is_some(), due.next.unwrap().format("%H:%M").to_string())
    }

    #[test]
    fn on_time_each_policy_runs_once() {
        for policy in [(CatchUp::Skip, 1), (CatchUp::One, 1), (CatchUp::All, 3)] {
            let (runs, skipped, next) = hourly(TimeDelta::seconds(2), policy);
            assert_eq!((runs, skipped, next), (vec![("10:00".into(), 0)], false, "11:00".into()));
        }
    }

    #[test]
    fn after_an_outage_the_policy_decides() {
        let late = TimeDelta::minutes(4 * 60 + 30);
        assert_eq!(hourly(late, (CatchUp::Skip, 1)), (vec![], true, "15:00".into()));
        assert_eq!(hourly(late, (CatchUp::One, 1)), (vec![("14:00".into(), 4)], false, "15:00".into()));
        let all = vec![("12:00".into(), 2), ("13:00".into(), 0), ("14:00".into(), 0)];
        assert_eq!(hourly(late, (CatchUp::All, 3)), (all, false, "15:00".into()));
    }

    #[test]
    fn what_came_just_before_is_on_time() {
        let late = TimeDelta::minutes(4 * 60 + 3);
        assert_eq!(hourly(late, (CatchUp::Skip, 1)), (vec![("14:00".into(), 4)], false, "15:00".into()));
    }

    #[test]
    fn a_year_of_minutes_is_not_counted_one_by_one() {
        let clock = Clock::stored("* * * * *", "UTC").unwrap();
        let first = at("2026-11-02T10:00:00Z");
        let due = due(&clock, first, first + TimeDelta::days(365), (CatchUp::All, 2));
        assert_eq!(due.runs.last().unwrap().at, first + TimeDelta::days(365));
        assert!(due.runs[0].missed >= 5_000);
    }
}
