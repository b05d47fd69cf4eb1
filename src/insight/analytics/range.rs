//! From when to when. Whole quarters of an hour: that is as finely as things are counted.

use super::rollup::time::{quarter, quarter_from, start};
use crate::{
    base::clock::Timestamp,
    kernel::{
        check::Problems,
        error::{Error, Result},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// The longest range, in days: ten years and their leap days.
const LONGEST: i64 = 3_653;

/// A range that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    Days7,
    Days30,
    Days90,
    Year,
}

impl Last {
    fn days(self) -> i64 {
        match self {
            Self::Days7 => 7,
            Self::Days30 => 30,
            Self::Days90 => 90,
            Self::Year => 365,
        }
    }
}

/// A range as somebody asks for it; nothing: the last 30 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    pub last: Option<Last>,
    pub from: Option<DateTime<Utc>>,
    /// Without it: now.
    pub to: Option<DateTime<Utc>>,
}

/// In quarters of an hour since 1970; `to` is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    pub from: i64,
    pub to: i64,
}

impl Ask {
    /// The range, or what is wrong with it.
    pub fn at(self, now: Timestamp) -> Result<Range> {
        let until_now = quarter(now) + 1;
        let Some(from) = self.from else {
            if self.to.is_some() {
                return Err(Error::invalid("range.from", "an instant beside `to`"));
            }
            let days = self.last.unwrap_or(Last::Days30).days();
            return Ok(Range { from: until_now - days * super::rollup::time::DAY, to: until_now });
        };
        let mut problems = Problems::default();
        if self.last.is_some() {
            problems.add("range.last", "nothing beside `from` and `to`");
        }
        let to = self.to.unwrap_or(now);
        if from >= to {
            problems.add("range.to", "an instant after `from`");
        } else if to - from > TimeDelta::days(LONGEST) {
            problems.add("range.from", "an instant at most ten years before `to`");
        }
        problems.finish()?;
        let to = if self.to.is_some() { quarter_from(to) } else { until_now };
        Ok(Range { from: quarter(from), to })
    }
}

impl Range {
    /// The range of the same length before it.
    #[must_use]
    pub fn before(self) -> Self {
        Self { from: self.from - (self.to - self.from), to: self.from }
    }

    #[must_use]
    pub fn start(self) -> DateTime<Utc> {
        start(self.from)
    }

    #[must_use]
    pub fn end(self) -> DateTime<Utc> {
        start(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_days_end_with_the_quarter_that_runs() {
        let range = Ask { last: Some(Last::Days7), ..Ask::default() }.at(at("2026-11-02T09:07:00Z")).unwrap();
        assert_eq!((range.start(), range.end()), (at("2026-10-26T09:15:00Z"), at("2026-11-02T09:15:00Z")));
        assert_eq!(range.before().end(), range.start());
        assert_eq!(range.before().start(), at("2026-10-19T09:15:00Z"));
    }

    #[test]
    fn absurd_ranges_are_refused_by_name() {
        let now = at("2026-11-02T09:00:00Z");
        let ask = |from: &str, to: &str| Ask { last: None, from: Some(at(from)), to: Some(at(to)) }.at(now);
        let refused = |answer: Result<Range>| match answer {
            Err(Error::Invalid(problems)) => problems[0].path.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(ask("2026-11-02T09:00:00Z", "2026-11-01T09:00:00Z")), "range.to");
        assert_eq!(refused(ask("2026-11-02T09:00:00Z", "2026-11-02T09:00:00Z")), "range.to");
        assert_eq!(refused(ask("1826-11-02T09:00:00Z", "2026-11-02T09:00:00Z")), "range.from");
        assert_eq!(refused(Ask { to: Some(now), ..Ask::default() }.at(now)), "range.from");
        assert_eq!(
            refused(Ask { last: Some(Last::Year), from: Some(at("2026-01-01T00:00:00Z")), to: None }.at(now)),
            "range.last"
        );
        assert!(ask("1969-12-31T23:00:00Z", "1970-01-02T00:00:00Z").is_ok());
    }

    proptest! {
        #[test]
        fn a_range_covers_what_was_asked_and_less_than_a_quarter_more(
            (from, length) in (0_i64..4_000_000_000, 1_i64..300_000_000).prop_map(|both| both)
        ) {
            let from = DateTime::from_timestamp(from, 0).unwrap();
            let to = from + TimeDelta::seconds(length);
            let range = Ask { last: None, from: Some(from), to: Some(to) }.at(to).unwrap();
            prop_assert!(range.start() <= from && to <= range.end());
            prop_assert!(from - range.start() < TimeDelta::minutes(15) && range.end() - to < TimeDelta::minutes(15));
            prop_assert_eq!(range.before().to - range.before().from, range.to - range.from);
        }
    }
}
