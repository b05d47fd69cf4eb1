//! The file of rows that could not be taken: the row as it was, with what is wrong in front. Safe to open in a spreadsheet.

mod cells;
mod write;

pub use cells::quoted;
pub use write::Report;
