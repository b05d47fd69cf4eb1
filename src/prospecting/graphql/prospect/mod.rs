//! A prospect: the type, and its fields on the roots.

mod fields;
mod parts;
mod query;

pub use fields::Prospect;
pub use query::ProspectQuery;
