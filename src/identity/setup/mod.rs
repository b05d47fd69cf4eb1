//! Getting started, and what the operator does on the command line: first admin, agencies, people, keys.

pub mod admin;
pub mod consume;
pub mod link;
pub mod people;

pub use consume::{FirstAdmin, consume};
pub use link::{is_open, link};
