//! What happened to leads.

use super::refs::LeadRef;
use crate::kernel::events::{About, Event, FieldChange, Subject};
use chrono::{DateTime, Utc};
use entity::{contact::Channel, event_kind::EventKind, ids::MembershipId, lead::LeadStatus};
use serde::{Deserialize, Serialize};

/// A lead was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadCreated {
    #[serde(flatten)]
    pub lead: LeadRef,
}

impl Event for LeadCreated {
    const KIND: EventKind = EventKind::LeadCreated;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }
}

/// Fields of a lead changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadUpdated {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
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
}

/// A lead was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadDeleted {
    #[serde(flatten)]
    pub lead: LeadRef,
}

impl Event for LeadDeleted {
    const KIND: EventKind = EventKind::LeadDeleted;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }
}

/// A deleted lead is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRestored {
    #[serde(flatten)]
    pub lead: LeadRef,
}

impl Event for LeadRestored {
    const KIND: EventKind = EventKind::LeadRestored;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }
}

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

impl Event for LeadStatusChanged {
    const KIND: EventKind = EventKind::LeadStatusChanged;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

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

impl Event for LeadAssigned {
    const KIND: EventKind = EventKind::LeadAssigned;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// A lead's tags changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadTagged {
    #[serde(flatten)]
    pub lead: LeadRef,
    pub added: usize,
    pub removed: usize,
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

impl Event for LeadContacted {
    const KIND: EventKind = EventKind::LeadContacted;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// Enrichment filled in fields of a lead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadEnriched {
    #[serde(flatten)]
    pub lead: LeadRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

impl Event for LeadEnriched {
    const KIND: EventKind = EventKind::LeadEnriched;

    fn subject(&self) -> Subject {
        self.lead.subject()
    }

    fn about(&self) -> About {
        self.lead.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}
