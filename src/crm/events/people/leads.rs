//! What happened to leads.

use super::refs::LeadRef;
use crate::kernel::events::{FieldChange, fact};
use chrono::{DateTime, Utc};
use entity::{contact::Channel, ids::MembershipId, lead::LeadStatus};
use serde::{Deserialize, Serialize};

/// A lead was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadCreated {
    #[serde(flatten)]
    pub lead: LeadRef,
}
fact!(lead: LeadCreated);

/// Fields of a lead changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadUpdated {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(lead: LeadUpdated => |fact| fact.changes.clone());

/// A lead was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadDeleted {
    #[serde(flatten)]
    pub lead: LeadRef,
}
fact!(lead: LeadDeleted);

/// A deleted lead is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRestored {
    #[serde(flatten)]
    pub lead: LeadRef,
}
fact!(lead: LeadRestored);

/// A lead's status took a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadStatusChanged {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// What it was; what it is now stands in `status`.
    pub from: LeadStatus,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(lead: LeadStatusChanged => |fact| fact.changes.clone());

/// Somebody else looks after the lead, or nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadAssigned {
    #[serde(flatten)]
    pub lead: LeadRef,
    pub from: Option<MembershipId>,
    pub to: Option<MembershipId>,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(lead: LeadAssigned => |fact| fact.changes.clone());

/// A lead's tags changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadTagged {
    #[serde(flatten)]
    pub lead: LeadRef,
    pub added: usize,
    pub removed: usize,
}
fact!(lead: LeadTagged => |_| vec![FieldChange::hidden("tags")]);

/// Somebody recorded a contact with the lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadContacted {
    #[serde(flatten)]
    pub lead: LeadRef,
    pub channel: Channel,
    /// When it was; may be earlier than the record of it.
    pub contacted_at: DateTime<Utc>,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(lead: LeadContacted => |fact| fact.changes.clone());

/// Enrichment filled in fields of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadEnriched {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(lead: LeadEnriched => |fact| fact.changes.clone());
