//! What happened to leads.

use super::refs::LeadRef;
use crate::kernel::events::{About, Event, FieldChange, Subject, fact};
use chrono::{DateTime, Utc};
use entity::{contact::Channel, event_kind::EventKind, ids::MembershipId, lead::LeadStatus};
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
    /// Somebody changed them by hand: these are the personal values, for the audit log; not part of the payload either.
    #[serde(skip)]
    pub by_hand: Option<Vec<FieldChange>>,
}

impl Event for LeadUpdated {
    const KIND: EventKind = EventKind::LeadUpdated;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }

    fn is_audited(&self) -> bool {
        self.by_hand.is_some()
    }

    /// Changes that nobody made by hand follow from something else.
    fn is_deed(&self) -> bool {
        self.by_hand.is_some()
    }

    fn personal(&self) -> Vec<FieldChange> {
        self.by_hand.clone().unwrap_or_default()
    }
}

/// A lead was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadDeleted {
    #[serde(flatten)]
    pub lead: LeadRef,
}
fact!(audited lead: LeadDeleted);

/// A deleted lead is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRestored {
    #[serde(flatten)]
    pub lead: LeadRef,
}
fact!(audited lead: LeadRestored);

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
    /// Why, where somebody said so, and the like: personal, for the audit log; not part of the payload either.
    #[serde(skip)]
    pub personal: Vec<FieldChange>,
}
fact!(lead: LeadStatusChanged => |fact| fact.changes.clone(), sealed |fact| fact.personal.clone());

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
    /// The tags before and after, which are somebody's words: for the audit log; not part of the payload.
    #[serde(skip)]
    pub tags: Vec<FieldChange>,
}

impl Event for LeadTagged {
    const KIND: EventKind = EventKind::LeadTagged;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("tags")]
    }

    fn personal(&self) -> Vec<FieldChange> {
        self.tags.clone()
    }
}

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
fact!(follows lead: LeadEnriched => |fact| fact.changes.clone());
