//! A cron line on the clock of a place. Pure.
//!
//! Five fields, so never more often than each minute. A time that the clock leaps over in spring runs right after the leap;
//! one that comes twice in autumn runs once, also where a line names several. Lines that say "every …" run through both.

use crate::{
    base::text::time_zone,
    kernel::check::{self, Problems},
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};

const FIELDS: &str = "five fields: minute, hour, day of month, month, day of week (\"0 8 * * MON-FRI\")";
const CHARS: usize = 120;
/// The longest that a clock leaps over, in minutes: a place that changes sides of the date line leaps over a day.
const LEAP: i64 = 25 * 60;

/// When something is to happen.
#[derive(Clone, Debug)]
pub struct Clock {
    cron: Cron,
    zone: Tz,
    /// As it is stored and shown.
    pub text: String,
}

impl Clock {
    /// Reads both; what is wrong is kept under `cron` and `timeZone`. A line that never comes true after `now` is refused.
    pub fn checked(cron: &str, zone: &str, now: DateTime<Utc>, problems: &mut Problems) -> Option<Self> {
        let zone = problems.keep("timeZone", time_zone(zone));
        let zone = zone.and_then(|name| name.parse::<Tz>().ok());
        let line = problems.keep("cron", line(cron));
        let (text, cron) = line?;
        let clock = Self { cron, zone: zone?, text };
        if clock.next(now).is_none() {
            problems.add("cron", "a time that comes: this one never does");
            return None;
        }
        Some(clock)
    }

    /// Of a stored row, which was checked.
    #[must_use]
    pub fn stored(cron: &str, zone: &str) -> Option<Self> {
        let (text, cron) = line(cron).ok()?;
        Some(Self { cron, zone: zone.parse().ok()?, text })
    }

    /// The zone by its IANA name.
    #[must_use]
    pub fn zone(&self) -> &'static str {
        self.zone.name()
    }

    /// The first slot after this instant.
    #[must_use]
    pub fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.says_every() {
            let found = self.cron.find_next_occurrence(&after.with_timezone(&self.zone), false).ok()?;
            return Some(found.with_timezone(&Utc)).filter(|slot| *slot > after);
        }
        // Times of day: each is found on the wall, where no hour is missing or comes twice, and then put into the day.
        let mut wall = after.with_timezone(&self.zone).naive_local();
        loop {
            wall = self.cron.find_next_occurrence(&wall, false).ok()?;
            let slot = self.instant(wall)?;
            if slot > after {
                return Some(slot);
            }
        }
    }

    /// Is it about each hour or minute, rather than about times of day?
    fn says_every(&self) -> bool {
        self.text.split(' ').take(2).any(|field| field.contains(['*', '/', '?']))
    }

    /// When the clock of the place shows this: the first time, and right after the leap if it never does.
    fn instant(&self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        let shown = |minutes| {
            let wall = wall.checked_add_signed(TimeDelta::minutes(minutes))?;
            self.zone.from_local_datetime(&wall).earliest()
        };
        (0..=LEAP).find_map(shown).map(|at| at.with_timezone(&Utc))
    }

    /// The next so many slots.
    #[must_use]
    pub fn upcoming(&self, after: DateTime<Utc>, count: usize) -> Vec<DateTime<Utc>> {
        std::iter::successors(self.next(after), |slot| self.next(*slot)).take(count).collect()
    }

    /// For people, in English.
    #[must_use]
    pub fn in_words(&self) -> String {
        self.cron.describe()
    }
}

fn line(text: &str) -> Result<(String, Cron), String> {
    let text = check::line(text, CHARS)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.split(' ').count() != 5 {
        return Err(format!("{FIELDS}; no more often than each minute"));
    }
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let cron = parser.parse(&text).map_err(|_| FIELDS.to_owned())?;
    Ok((text, cron))
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use crate::kernel::check::Problems;
    use chrono::{DateTime, Utc};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn slots(cron: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
        let clock = Clock::stored(cron, zone).unwrap();
        clock.upcoming(at(from), count).iter().map(|slot| slot.format("%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn what_never_comes_or_too_often_is_refused() {
        for (cron, zone) in [
            ("0 0 30 2 *", "Europe/Berlin"),
            ("0 0 31 4,6,9,11 *", "UTC"),
            ("* * * * * *", "UTC"),
            ("*/30 * * * * *", "UTC"),
            ("@reboot", "UTC"),
            ("61 * * * *", "UTC"),
            ("", "UTC"),
            ("0 8 * * *", "Europe/Atlantis"),
            ("0 8 * * *", "+02:00"),
            ("0 8 * *", "UTC"),
            ("a b c d e", "UTC"),
        ] {
            let mut problems = Problems::default();
            let clock = Clock::checked(cron, zone, at("2026-11-02T09:00:00Z"), &mut problems);
            assert!(clock.is_none() && problems.finish().is_err(), "{cron} {zone}");
        }
    }

    #[test]
    fn a_leap_day_comes() {
        assert_eq!(slots("0 0 29 2 *", "UTC", "2026-11-02T09:00:00Z", 1), ["02-29 00:00"]);
    }

    #[test]
    fn a_time_that_spring_leaps_over_runs_after_the_leap_once() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00 (01:00 UTC).
        let days = slots("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3);
        assert_eq!(days, ["03-28 01:30", "03-29 01:00", "03-30 00:30"]);
    }

    #[test]
    fn a_time_that_autumn_repeats_runs_once() {
        // Berlin, 25 October 2026: 03:00 becomes 02:00 (01:00 UTC).
        let days = slots("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(days, ["10-25 00:30", "10-26 01:30"]);
    }

    #[test]
    fn of_several_times_a_day_none_is_lost_and_none_comes_twice() {
        let spring = slots("30 2,14 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 2);
        assert_eq!(spring, ["03-29 01:00", "03-29 12:30"], "02:30 is leapt over, 14:30 is not");
        let both = slots("0,30 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 3);
        assert_eq!(both, ["03-29 01:00", "03-29 01:30", "03-30 00:00"], "three of them are the same moment");
        let autumn = slots("30 2,14 * * *", "Europe/Berlin", "2026-10-24T13:00:00Z", 3);
        assert_eq!(autumn, ["10-25 00:30", "10-25 13:30", "10-26 01:30"]);
        let range = slots("0 1-3 * * *", "Europe/Berlin", "2026-10-24T22:00:00Z", 4);
        assert_eq!(range, ["10-24 23:00", "10-25 00:00", "10-25 02:00", "10-26 00:00"]);
    }

    #[test]
    fn asked_in_the_hour_that_comes_again_the_next_day_is_next() {
        // 02:15 for the second time.
        assert_eq!(slots("30 2 * * *", "Europe/Berlin", "2026-10-25T01:15:00Z", 1), ["10-26 01:30"]);
        assert_eq!(slots("30 2,4 * * *", "Europe/Berlin", "2026-10-25T01:15:00.5Z", 1), ["10-25 03:30"]);
    }

    #[test]
    fn each_half_hour_goes_on_through_both() {
        let autumn = slots("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:59:00Z", 6);
        let each = ["10-25 00:00", "10-25 00:30", "10-25 01:00", "10-25 01:30", "10-25 02:00", "10-25 02:30"];
        assert_eq!(autumn, each);
        let spring = slots("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:29:00Z", 3);
        assert_eq!(spring, ["03-29 00:30", "03-29 01:00", "03-29 01:30"]);
    }
}
