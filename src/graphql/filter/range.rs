//! Filters of what has an order: whole numbers and instants.

use crate::{graphql::scalars::nearest_kept, kernel::filter::Range};
use async_graphql::InputObject;
use chrono::{DateTime, Utc};

/// Conditions on a whole number, all of which must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct IntFilter {
    /// Is this number.
    eq: Option<i32>,
    /// Is one of these numbers; at most 100.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<i32>>,
    /// Is not this number.
    not: Option<i32>,
    /// Is greater.
    gt: Option<i32>,
    /// Is greater or the same.
    gte: Option<i32>,
    /// Is less.
    lt: Option<i32>,
    /// Is less or the same.
    lte: Option<i32>,
    /// Lies between these, or is one of them.
    between: Option<IntSpan>,
    /// Is empty (true) or is not (false).
    is_null: Option<bool>,
}

/// Conditions on an instant, all of which must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DateTimeFilter {
    /// Is this instant.
    eq: Option<DateTime<Utc>>,
    /// Is not this instant.
    not: Option<DateTime<Utc>>,
    /// Is later.
    gt: Option<DateTime<Utc>>,
    /// Is later or the same.
    gte: Option<DateTime<Utc>>,
    /// Is earlier.
    lt: Option<DateTime<Utc>>,
    /// Is earlier or the same.
    lte: Option<DateTime<Utc>>,
    /// Lies between these, or is one of them.
    between: Option<DateTimeSpan>,
    /// Is empty (true) or is not (false).
    is_null: Option<bool>,
}

/// From one number to another, both included.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct IntSpan {
    /// The least; nothing lies in between when this is the greater one.
    from: i32,
    /// The greatest.
    to: i32,
}

/// From one instant to another, both included.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DateTimeSpan {
    /// The earliest; nothing lies in between when this is the later one.
    from: DateTime<Utc>,
    /// The latest.
    to: DateTime<Utc>,
}

impl From<IntFilter> for Range<i32> {
    fn from(f: IntFilter) -> Self {
        let IntFilter { eq, is_in, not, gt, gte, lt, lte, between, is_null } = f;
        let between = between.map(|span| (span.from, span.to));
        Self { eq, is_in, not, gt, gte, lt, lte, between, is_null }
    }
}

impl From<DateTimeFilter> for Range<DateTime<Utc>> {
    fn from(f: DateTimeFilter) -> Self {
        let [eq, not, gt, gte, lt, lte] =
            [f.eq, f.not, f.gt, f.gte, f.lt, f.lte].map(|at| at.map(nearest_kept));
        let between = f.between.map(|span| (nearest_kept(span.from), nearest_kept(span.to)));
        Self { eq, is_in: None, not, gt, gte, lt, lte, between, is_null: f.is_null }
    }
}
