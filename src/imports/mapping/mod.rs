//! Which column is what: suggested by rules, kept for the next file of the same columns, checked when a person says it.

mod check;
pub mod model;
mod names;
mod saved;
mod shapes;
mod suggest;

#[cfg(test)]
mod tests;

pub use check::{MappingWish, checked, names_somebody};
pub use names::is_known_name;
pub use saved::{columns_key, count, delete, get, list, save, saved_for};
pub use suggest::suggest;
