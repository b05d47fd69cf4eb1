//! Makes or completes a lead inside a caller's transaction: for prospecting, imports, enrichment (rules 16 and 17).
//!
//! What a machine knows fills gaps and never replaces what somebody wrote; what a person gives replaces. Lists union.

mod facts;
mod insight;
pub mod many;
mod merge;
mod person;

#[cfg(test)]
mod tests;

pub use facts::{Enriched, apply_facts, told};
pub use insight::{EmailCheck, Insight};
pub use person::{Outcome, UpsertLead, upsert};

use entity::ids::LeadId;

/// Whose values these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Somebody typed them, or chose the file they stand in.
    Person,
    /// A provider or a model; what is malformed is left out instead of refused.
    Machine,
}

/// A key that another lead of the workspace holds: the value was left out there, or nothing was merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptApart {
    /// `email`, `linkedinUrl` or `phone`.
    pub field: &'static str,
    pub with: LeadId,
}
