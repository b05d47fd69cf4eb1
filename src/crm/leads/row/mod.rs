//! A lead's row: empty, being changed, told of, and beside the rows that are the same person.

pub mod blank;
pub mod edit;
pub mod numbers;
mod standing;
pub mod told;
pub mod twins;
