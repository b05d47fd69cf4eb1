//! What happened to lists.

use super::refs::LeadListRef;
use crate::kernel::events::{FieldChange, fact};
use serde::{Deserialize, Serialize};

/// A list was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListCreated {
    #[serde(flatten)]
    pub list: LeadListRef,
}
fact!(list: LeadListCreated);

/// A list was renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListUpdated {
    #[serde(flatten)]
    pub list: LeadListRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(list: LeadListUpdated => |fact| fact.changes.clone());

/// A list was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListDeleted {
    #[serde(flatten)]
    pub list: LeadListRef,
}
fact!(audited list: LeadListDeleted);

/// Leads joined or left a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListMembersChanged {
    #[serde(flatten)]
    pub list: LeadListRef,
    pub added: usize,
    pub removed: usize,
    /// How many are in it now.
    pub lead_count: i32,
}
fact!(list: LeadListMembersChanged => |fact| vec![FieldChange::shown("leadCount", None::<i32>, fact.lead_count)], kept |fact| vec![
    FieldChange::shown("added", (), fact.added),
    FieldChange::shown("removed", (), fact.removed),
    FieldChange::shown("leadCount", (), fact.lead_count),
]);
