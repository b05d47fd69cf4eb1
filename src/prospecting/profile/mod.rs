//! The ideal client: what somebody described or asked for, as something that can be searched and scored.
//!
//! Filters a person set always win, then what a model read out of the description, then what rules did. Pure.

mod clean;
mod combine;
mod filters;
mod model;
mod query;
mod rules;
mod types;

#[cfg(test)]
mod tests;

pub use combine::merge;
pub use filters::Filters;
pub use model::{ModelError, from_model, json_schema};
pub use query::{exclusion, to_query};
pub use rules::parse_by_rules;
pub use types::{Band, Channel, Exclusions, Origin, Part, Profile};
