//! Enrichment and verification on request, and what they would cost.

mod mutation;
mod query;

pub use mutation::EnrichMutation;
pub use query::EnrichQuery;
