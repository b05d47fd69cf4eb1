//! Many people at once, as one file brings them: weighed together in few statements, written together in few more.
//!
//! Weighing decides as [`super::upsert`] does (the same keys, the same merge), and sees what earlier ones of the same call
//! made. Nothing is written by it, so a plan weighs too.

mod book;
pub mod undo;
mod weigh;
mod write;

pub use book::{Book, Slot, known, known_among};
pub use weigh::{Candidate, Employer, Fate, Ground, Known, Rules, Test, Weighed, candidate, weigh};
pub use write::{Difference, Written, write};
