//! A file as rows of cells, whatever it was: told what it is, decoded, cut into records. Pure of the database; blocking.

mod bare;
mod decode;
mod guess;
mod head;
mod kinds;
mod markup;
mod packed;
mod records;
mod spool;
mod xlsx;

#[cfg(test)]
mod tests;

pub use bare::{bare, is_formula};
pub use decode::{Decoder, Text};
pub use head::{Head, HeaderRow, Wish, head};
pub use kinds::{FileKind, kind};
pub use packed::{HEAD, Packed};
pub use records::{MAX_CELLS, Position, Record, Records, Trouble};
pub use xlsx::Unreadable;
