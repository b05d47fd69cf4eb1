//! What happened to companies.

use super::refs::CompanyRef;
use crate::kernel::events::{FieldChange, fact};
use serde::{Deserialize, Serialize};

/// A company was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyCreated {
    #[serde(flatten)]
    pub company: CompanyRef,
}
fact!(company: CompanyCreated);

/// Fields of a company changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyUpdated {
    #[serde(flatten)]
    pub company: CompanyRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(company: CompanyUpdated => |fact| fact.changes.clone());

/// A company was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyDeleted {
    #[serde(flatten)]
    pub company: CompanyRef,
}
fact!(audited company: CompanyDeleted);
