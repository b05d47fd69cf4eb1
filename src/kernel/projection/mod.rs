//! Projections: tables made of the log, a moment behind it. Not in the writers' transactions, which stay as short as they are.
//!
//! Each keeps its place in an agency's log in the transaction of what it made of the events before: none is read twice or
//! left out, whenever the process dies. A lost place, or a rule that changed, is mended by beginning anew.

mod pace;
mod place;
mod slice;

pub use pace::{begin_anew, catch_up};
pub use place::{Standing, standing};

pub(in crate::kernel) use pace::forever;

use super::{error::Result, events::LoggedEvent, tx::Tx};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use std::sync::Arc;

type Add = dyn for<'a> Fn(&'a Tx, &'a [LoggedEvent], Known) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Begin = dyn for<'a> Fn(&'a Tx, Option<DateTime<Utc>>) -> BoxFuture<'a, Result<i64>> + Send + Sync;

/// A table made of the log.
#[derive(Clone)]
pub struct Projection {
    /// Under which its place is kept.
    pub name: &'static str,
    /// Adds what these events say, in their order.
    pub add: Arc<Add>,
    /// Throws away what there is, but for what happened before the given moment, of which the log knows nothing any more;
    /// counts what can be counted from rows, and says as of which event that is.
    pub begin: Arc<Begin>,
}

/// What is in the tables already when events are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Rows were counted as of this event.
    pub counted_seq: i64,
    /// Of what happened before, everything up to that event was kept; what is stated since is not in the tables, whenever
    /// it happened.
    pub kept_until: Option<DateTime<Utc>>,
}
