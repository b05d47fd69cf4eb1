//! What is stated about lead requests and prospects. Ids, status and numbers only.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{JobId, LeadId, LeadRequestId, ProspectId, WorkspaceId},
    lead_request::{LeadRequestStatus, Model},
    prospect,
};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A fact about a lead request, as it was just then.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct RequestFact<H> {
    pub lead_request: LeadRequestId,
    pub workspace: WorkspaceId,
    pub job: Option<JobId>,
    pub status: LeadRequestStatus,
    pub prospects: i32,
    #[serde(skip)]
    changes: Vec<FieldChange>,
    #[serde(skip)]
    happening: PhantomData<fn() -> H>,
}

/// Names what happened.
pub trait Happening: Send + Sync + 'static {
    const KIND: EventKind;
    /// Somebody's decision; else it follows from what its job did.
    const IS_DEED: bool = false;
}

impl<H: Happening> RequestFact<H> {
    fn new(row: &Model, changes: Vec<FieldChange>) -> Self {
        Self {
            lead_request: row.id,
            workspace: row.workspace_id,
            job: row.job_id,
            status: row.status,
            prospects: row.prospect_count,
            changes,
            happening: PhantomData,
        }
    }

    pub(super) fn created(row: &Model) -> Self {
        Self::new(row, vec![FieldChange::shown("status", (), row.status)])
    }

    pub(super) fn of(was: &Model, is: &Model) -> Self {
        let mut changes = vec![FieldChange::shown("status", was.status, is.status)];
        if was.prospect_count != is.prospect_count {
            changes.push(FieldChange::shown("prospectCount", was.prospect_count, is.prospect_count));
        }
        Self::new(is, changes)
    }

    /// It got as far as this many percent.
    pub(super) fn at(row: &Model, progress: i32) -> Self {
        Self::new(row, vec![FieldChange::shown("progress", (), progress)])
    }
}

impl<H: Happening> Event for RequestFact<H> {
    const KIND: EventKind = H::KIND;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::LeadRequest, self.lead_request)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace).and_maybe(SubjectKind::Job, self.job)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }

    fn is_deed(&self) -> bool {
        H::IS_DEED
    }
}

/// The names of what happens to requests.
pub mod happening {
    use super::{EventKind, Happening};

    pub struct Created;
    pub struct Started;
    pub struct Progressed;
    pub struct Completed;
    pub struct Failed;
    pub struct Cancelled;

    impl Happening for Created {
        const KIND: EventKind = EventKind::LeadRequestCreated;
        const IS_DEED: bool = true;
    }
    impl Happening for Started {
        const KIND: EventKind = EventKind::LeadRequestStarted;
    }
    impl Happening for Progressed {
        const KIND: EventKind = EventKind::LeadRequestProgressed;
    }
    impl Happening for Completed {
        const KIND: EventKind = EventKind::LeadRequestCompleted;
    }
    impl Happening for Failed {
        const KIND: EventKind = EventKind::LeadRequestFailed;
    }
    impl Happening for Cancelled {
        const KIND: EventKind = EventKind::LeadRequestCancelled;
        const IS_DEED: bool = true;
    }
}

pub type LeadRequestCompleted = RequestFact<happening::Completed>;

/// A prospect was saved as a lead.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProspectSaved {
    pub prospect: ProspectId,
    pub lead_request: Option<LeadRequestId>,
    pub workspace: WorkspaceId,
    pub lead: LeadId,
}

impl Event for ProspectSaved {
    const KIND: EventKind = EventKind::ProspectSaved;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Prospect, self.prospect)
    }

    fn about(&self) -> About {
        let about = About::workspace(self.workspace).and(SubjectKind::Lead, self.lead);
        about.and_maybe(SubjectKind::LeadRequest, self.lead_request)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("lead", (), self.lead)]
    }
}

/// A prospect was dismissed.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProspectDismissed {
    pub prospect: ProspectId,
    pub lead_request: Option<LeadRequestId>,
    pub workspace: WorkspaceId,
}

impl ProspectDismissed {
    pub(super) fn of(row: &prospect::Model) -> Self {
        Self { prospect: row.id, lead_request: row.lead_request_id, workspace: row.workspace_id }
    }
}

impl Event for ProspectDismissed {
    const KIND: EventKind = EventKind::ProspectDismissed;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Prospect, self.prospect)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace).and_maybe(SubjectKind::LeadRequest, self.lead_request)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("dismissedAt")]
    }
}
