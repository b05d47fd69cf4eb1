//! The same change for many leads; each has an outcome of its own, and may have a key of its own.

mod change;
mod outcome;
mod repeated;

pub use change::{BulkChange, update_many};
pub use outcome::{Outcome, Verdict, Why};
