//! What happened to lists.

use super::refs::LeadListRef;
use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::event_kind::EventKind;
use serde::{Deserialize, Serialize};

/// A list was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListCreated {
    #[serde(flatten)]
    pub list: LeadListRef,
}

impl Event for LeadListCreated {
    const KIND: EventKind = EventKind::LeadListCreated;

    fn subject(&self) -> Subject {
        self.list.subject()
    }

    fn about(&self) -> About {
        self.list.about()
    }
}

/// A list was renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListUpdated {
    #[serde(flatten)]
    pub list: LeadListRef,
}

impl Event for LeadListUpdated {
    const KIND: EventKind = EventKind::LeadListUpdated;

    fn subject(&self) -> Subject {
        self.list.subject()
    }

    fn about(&self) -> About {
        self.list.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("name")]
    }
}

/// A list was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadListDeleted {
    #[serde(flatten)]
    pub list: LeadListRef,
}

impl Event for LeadListDeleted {
    const KIND: EventKind = EventKind::LeadListDeleted;

    fn subject(&self) -> Subject {
        self.list.subject()
    }

    fn about(&self) -> About {
        self.list.about()
    }
}

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

impl Event for LeadListMembersChanged {
    const KIND: EventKind = EventKind::LeadListMembersChanged;

    fn subject(&self) -> Subject {
        self.list.subject()
    }

    fn about(&self) -> About {
        self.list.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("leadCount", None::<i32>, self.lead_count)]
    }
}
