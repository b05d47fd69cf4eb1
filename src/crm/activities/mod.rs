//! What happened with a lead, one line each: written beside every change, read newest first.

mod record;

pub use record::{Entry, insert, record};
