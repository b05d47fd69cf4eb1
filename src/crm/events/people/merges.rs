//! What happened to leads that are one person, and to persons who are to be forgotten.

use super::refs::LeadRef;
use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{LeadId, LeadMergeId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Another lead became part of this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadMerged {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Who became part of it; deleted from now on.
    pub loser: LeadId,
    pub merge: LeadMergeId,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
    /// The personal values among them, for the audit log; not part of the payload either.
    #[serde(skip)]
    pub personal: Vec<FieldChange>,
}

impl Event for LeadMerged {
    const KIND: EventKind = EventKind::LeadMerged;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about().and(SubjectKind::Lead, self.loser)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }

    fn personal(&self) -> Vec<FieldChange> {
        self.personal.clone()
    }

    /// Either may be forgotten, once they are two again.
    fn people(&self) -> Vec<Uuid> {
        vec![self.lead.lead.0, self.loser.0]
    }
}

/// A merge was undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadMergeUndone {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Who is a lead of its own again.
    pub loser: LeadId,
    pub merge: LeadMergeId,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
    /// The personal values among them, for the audit log; not part of the payload either.
    #[serde(skip)]
    pub personal: Vec<FieldChange>,
}

impl Event for LeadMergeUndone {
    const KIND: EventKind = EventKind::LeadMergeUndone;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about().and(SubjectKind::Lead, self.loser)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }

    fn personal(&self) -> Vec<FieldChange> {
        self.personal.clone()
    }

    /// Either may be forgotten, once they are two again.
    fn people(&self) -> Vec<Uuid> {
        vec![self.lead.lead.0, self.loser.0]
    }
}

/// A person was forgotten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadErased {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// What had become part of it, and is gone too.
    pub parts: Vec<LeadId>,
    /// Whether the keyed hashes of their addresses stay among the suppressions.
    pub is_kept_out: bool,
}

impl Event for LeadErased {
    const KIND: EventKind = EventKind::LeadErased;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }
}
