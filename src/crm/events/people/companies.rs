//! What happened to companies.

use super::refs::CompanyRef;
use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::event_kind::EventKind;
use serde::{Deserialize, Serialize};

/// A company was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyCreated {
    #[serde(flatten)]
    pub company: CompanyRef,
}

impl Event for CompanyCreated {
    const KIND: EventKind = EventKind::CompanyCreated;

    fn subject(&self) -> Subject {
        self.company.subject()
    }

    fn about(&self) -> About {
        self.company.about()
    }
}

/// Fields of a company changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyUpdated {
    #[serde(flatten)]
    pub company: CompanyRef,
    /// Shown with the event; not part of its payload.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

impl Event for CompanyUpdated {
    const KIND: EventKind = EventKind::CompanyUpdated;

    fn subject(&self) -> Subject {
        self.company.subject()
    }

    fn about(&self) -> About {
        self.company.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// A company was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanyDeleted {
    #[serde(flatten)]
    pub company: CompanyRef,
}

impl Event for CompanyDeleted {
    const KIND: EventKind = EventKind::CompanyDeleted;

    fn subject(&self) -> Subject {
        self.company.subject()
    }

    fn about(&self) -> About {
        self.company.about()
    }
}
