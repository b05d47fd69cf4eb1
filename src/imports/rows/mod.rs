//! A record of the file as what it says of a person and their company. Pure.

mod read;
mod reader;
mod words;

#[cfg(test)]
mod tests;

pub use read::Row;
pub use reader::{RowReader, raw};
