//! The event log: whoever follows it gets all of it, in order, once.

mod follow;

pub mod t12;
pub mod t9;

pub use follow::{client, happen};
