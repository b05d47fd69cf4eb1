//! Days, weeks and months as a time zone has them. Pure.

use super::{
    range::Range,
    rollup::time::{DAY, QUARTER, quarter, start},
};
use crate::kernel::error::{Error, Result};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// More points than anybody looks at.
const POINTS: usize = 1_000;

/// How long a point of a time line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Day,
    /// Begins on Monday.
    Week,
    Month,
}

/// One point: the day it begins with, and its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point<T> {
    pub date: NaiveDate,
    pub sums: T,
}

/// A calendar: where somebody lives, and how long a point is.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    zone: Tz,
    every: Every,
}

impl Calendar {
    /// In the IANA zone of this name.
    pub fn new(zone: &str, every: Every) -> Result<Self> {
        let zone = zone.parse().map_err(|_| Error::invalid("timeZone", "the IANA name of a time zone"))?;
        Ok(Self { zone, every })
    }

    /// The range from the beginning of its first day, week or month on; refused when that is too many points.
    pub fn widened(self, range: Range) -> Result<Range> {
        let first = self.first_day(self.day_of(range.from));
        let range = Range { from: self.begins(first), to: range.to };
        if self.dates(range).take(POINTS + 1).count() > POINTS {
            let fewer = format!("so long that there are at most {POINTS} points");
            return Err(Error::invalid("groupBy", fewer));
        }
        Ok(range)
    }

    /// The first days of its points.
    pub fn dates(self, range: Range) -> impl Iterator<Item = NaiveDate> {
        let first = self.first_day(self.day_of(range.from));
        std::iter::successors(Some(first), move |date| self.next(*date))
            .take_while(move |date| self.begins(*date) < range.to)
    }

    /// Points with the sums of their days; the others are empty.
    pub fn points<T: Copy + Default>(
        self,
        range: Range,
        days: &BTreeMap<NaiveDate, T>,
        add: impl Fn(T, T) -> T,
    ) -> Vec<Point<T>> {
        let mut points: BTreeMap<NaiveDate, T> = self.dates(range).map(|date| (date, T::default())).collect();
        for (date, sums) in days {
            if let Some(point) = points.get_mut(&self.first_day(*date)) {
                *point = add(*point, *sums);
            }
        }
        points.into_iter().map(|(date, sums)| Point { date, sums }).collect()
    }

    /// By how many quarters of an hour the zone is ahead of UTC, until when: the last for ever.
    pub fn offsets(self, range: Range) -> Vec<(i64, i64)> {
        let mut found = vec![];
        let mut at = range.from;
        while at < range.to {
            let offset = self.offset(at);
            let end = self.change_after(at, offset, range.to);
            found.push((end, offset));
            at = end;
        }
        found
    }

    /// The local day of a quarter, counted from 1970.
    #[must_use]
    pub fn day(number: i64) -> NaiveDate {
        start(number * DAY).date_naive()
    }

    /// The first quarter after `at` with another offset, or `to`. Offsets do not change twice within a day.
    fn change_after(self, at: i64, offset: i64, to: i64) -> i64 {
        let mut same = at;
        while same < to && self.offset(Ord::min(same + DAY, to)) == offset {
            same += DAY;
        }
        if same >= to {
            return to;
        }
        let (mut same, mut other) = (same, Ord::min(same + DAY, to));
        while other - same > 1 {
            let middle = same + (other - same) / 2;
            if self.offset(middle) == offset { same = middle } else { other = middle }
        }
        other
    }

    fn offset(self, at: i64) -> i64 {
        let seconds = self.zone.offset_from_utc_datetime(&start(at).naive_utc()).fix().local_minus_utc();
        i64::from(seconds).div_euclid(QUARTER)
    }

    fn day_of(self, at: i64) -> NaiveDate {
        Self::day((at + self.offset(at)).div_euclid(DAY))
    }

    /// The quarter in which a local day begins: not all begin at midnight, where clocks are put forward then.
    fn begins(self, date: NaiveDate) -> i64 {
        let midnight = date.and_time(NaiveTime::MIN);
        let around: DateTime<Utc> = midnight.and_utc();
        let (mut before, mut within) = (quarter(around) - 2 * DAY, quarter(around) + 2 * DAY);
        while within - before > 1 {
            let middle = before + (within - before) / 2;
            if self.day_of(middle) < date { before = middle } else { within = middle }
        }
        within
    }

    fn first_day(self, date: NaiveDate) -> NaiveDate {
        let back = match self.every {
            Every::Day => 0,
            Every::Week => u64::from(date.weekday().num_days_from_monday()),
            Every::Month => u64::from(date.day0()),
        };
        date.checked_sub_days(Days::new(back)).unwrap_or(date)
    }

    fn next(self, date: NaiveDate) -> Option<NaiveDate> {
        match self.every {
            Every::Day => date.checked_add_days(Days::new(1)),
            Every::Week => date.checked_add_days(Days::new(7)),
            Every::Month => date.checked_add_months(Months::new(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str, every: Every) -> Calendar {
        Calendar::new(zone, every).unwrap()
    }

    fn range(from: &str, to: &str) -> Range {
        let at = |text: &str| quarter(text.parse().unwrap());
        Range { from: at(from), to: at(to) }
    }

    fn lengths(zone: &str, from: &str, to: &str) -> Vec<i64> {
        let calendar = calendar(zone, Every::Day);
        let range = range(from, to);
        let starts: Vec<i64> = calendar.dates(range).map(|date| calendar.begins(date)).collect();
        starts.windows(2).map(|two| two[1] - two[0]).collect()
    }

    #[test]
    fn days_have_23_and_25_hours_when_clocks_are_changed() {
        let spring = lengths("Europe/Berlin", "2026-03-27T23:00:00Z", "2026-03-31T00:00:00Z");
        assert_eq!(spring, [96, 92, 96]);
        let autumn = lengths("Europe/Berlin", "2026-10-23T22:00:00Z", "2026-10-27T00:00:00Z");
        assert_eq!(autumn, [96, 100, 96]);
        // In Lord Howe Island by half an hour, in Nepal never, though a quarter off the hour.
        assert_eq!(
            lengths("Australia/Lord_Howe", "2026-04-03T13:00:00Z", "2026-04-07T00:00:00Z"),
            [96, 98, 96]
        );
        assert_eq!(lengths("Asia/Kathmandu", "2026-01-01T18:15:00Z", "2026-01-04T00:00:00Z"), [96, 96]);
    }

    #[test]
    fn a_day_may_begin_at_one() {
        // In Santiago clocks are put forward at midnight: 6 September 2026 has no 00:30.
        let calendar = calendar("America/Santiago", Every::Day);
        let first = calendar.begins(NaiveDate::from_ymd_opt(2026, 9, 6).unwrap());
        assert_eq!(start(first).to_rfc3339(), "2026-09-06T04:00:00+00:00");
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        let range = range("2026-11-04T12:00:00Z", "2026-11-20T00:00:00Z");
        let weeks: Vec<String> =
            calendar("UTC", Every::Week).dates(range).map(|date| date.to_string()).collect();
        assert_eq!(weeks, ["2026-11-02", "2026-11-09", "2026-11-16"]);
        let months: Vec<String> =
            calendar("UTC", Every::Month).dates(range).map(|date| date.to_string()).collect();
        assert_eq!(months, ["2026-11-01"]);
        let wide = calendar("UTC", Every::Month).widened(range).unwrap();
        assert_eq!(start(wide.from).to_rfc3339(), "2026-11-01T00:00:00+00:00");
    }

    #[test]
    fn offsets_change_at_the_quarter_they_change() {
        let year = range("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        let found = calendar("Europe/Berlin", Every::Day).offsets(year);
        let shown: Vec<_> = found.iter().map(|(end, offset)| (start(*end).to_rfc3339(), *offset)).collect();
        let expected = [
            ("2026-03-29T01:00:00+00:00".to_owned(), 4),
            ("2026-10-25T01:00:00+00:00".to_owned(), 8),
            ("2027-01-01T00:00:00+00:00".to_owned(), 4),
        ];
        assert_eq!(shown, expected);
        assert_eq!(calendar("UTC", Every::Day).offsets(year), [(year.to, 0)]);
    }

    #[test]
    fn too_many_points_are_refused() {
        let decade = range("2016-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        assert!(calendar("UTC", Every::Day).widened(decade).is_err());
        assert!(calendar("UTC", Every::Week).widened(decade).is_ok());
        assert!(Calendar::new("Mars/Olympus", Every::Day).is_err());
    }
}
