//! What happened with a lead, one line each: written beside every change, read newest first.

mod read;
mod record;

pub use read::{count, of_leads, written_of_leads};
pub use record::{Entry, insert, record};
