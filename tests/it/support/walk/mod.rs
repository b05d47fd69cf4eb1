//! Every operation of the schema, called from its own description: so that a new one cannot be forgotten.

mod document;
mod kinds;

pub use document::{Operation, operations};
pub use kinds::{Kind, of_argument};
