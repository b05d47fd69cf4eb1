//! Suppressions as clients see them.

mod suppression;

pub use suppression::{Suppression, SuppressionMutation, SuppressionQuery};
