//! From when to when.

use crate::{
    graphql::scalars::nearest_kept,
    insight::analytics::{Ask, Last, Range},
};
use async_graphql::{Enum, InputObject, SimpleObject};
use chrono::{DateTime, Utc};

/// A range that ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Last", name = "AnalyticsPeriod")]
pub enum AnalyticsPeriod {
    /// Seven times 24 hours.
    #[graphql(name = "LAST_7_DAYS")]
    Days7,
    /// Thirty times 24 hours.
    #[graphql(name = "LAST_30_DAYS")]
    Days30,
    /// Ninety times 24 hours.
    #[graphql(name = "LAST_90_DAYS")]
    Days90,
    /// 365 times 24 hours.
    #[graphql(name = "LAST_YEAR")]
    Year,
}

/// Over which time: `last`, or `from` and `to`. Without anything: the last 30 days.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct AnalyticsRangeInput {
    /// A range that ends now; nothing beside it.
    last: Option<AnalyticsPeriod>,
    /// From this instant on; counted by the quarter of an hour, so from the one it lies in. At most ten years before `to`.
    from: Option<DateTime<Utc>>,
    /// Until this instant; without it, until now.
    to: Option<DateTime<Utc>>,
}

pub fn ask(range: Option<AnalyticsRangeInput>) -> Ask {
    range.map_or_else(Ask::default, |range| Ask {
        last: range.last.map(Into::into),
        from: range.from.map(nearest_kept),
        to: range.to.map(nearest_kept),
    })
}

/// Over which time an answer is, in whole quarters of an hour.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsRange {
    /// Its beginning.
    from: DateTime<Utc>,
    /// Its end; not part of it.
    to: DateTime<Utc>,
}

impl From<Range> for AnalyticsRange {
    fn from(range: Range) -> Self {
        Self { from: range.start(), to: range.end() }
    }
}
