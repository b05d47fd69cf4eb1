//! A prospect: the type, and its fields on the roots.

mod fields;
mod mutation;
mod parts;
mod query;

pub use fields::Prospect;
pub use mutation::ProspectMutation;
pub use query::{ProspectFilterInput, ProspectQuery};
