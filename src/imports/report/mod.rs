//! The file of rows that could not be taken: the row as it was, with what is wrong in front. Safe to open in a spreadsheet.

mod write;

pub use write::{quoted, write};
