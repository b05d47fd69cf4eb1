//! The agency's numbers as sums, made of the log: how many there are (stocks), and how much happened when (flows).

mod add;
mod begin;
mod facts;
pub mod time;
mod write;

use crate::kernel::projection::Projection;
use std::sync::Arc;

/// Under which the place in the log is kept.
pub const NAME: &str = "analytics";

/// How the numbers are made.
#[must_use]
pub fn projection() -> Projection {
    Projection {
        name: NAME,
        add: Arc::new(|tx, events, known| Box::pin(add::add(tx, events, known))),
        begin: Arc::new(|tx, kept_until| Box::pin(begin::begin(tx, kept_until))),
    }
}
