//! Suppressions as clients see them.

mod query;
mod suppression;

pub use query::SuppressionQuery;
pub use suppression::{Suppression, SuppressionMutation};
