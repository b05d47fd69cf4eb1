//! What is stated about jobs. One shape; each kind of happening is a type of its own, so that reactions can name it.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{ActorId, CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{self, JobKind, JobStatus},
};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A fact about a job, as it was just then.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct JobFact<H> {
    pub job: JobId,
    pub kind: JobKind,
    pub status: JobStatus,
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
    pub data_source: Option<DataSourceId>,
    pub requested_by: Option<ActorId>,
    pub progress: i32,
    /// Items it went through.
    #[serde(default)]
    pub processed: i32,
    /// What it was before this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<JobStatus>,
    #[serde(skip)]
    changes: Vec<FieldChange>,
    #[serde(skip)]
    happening: PhantomData<fn() -> H>,
}

/// Names what happened.
pub trait Happening: Send + Sync + 'static {
    const KIND: EventKind;
}

impl<H: Happening> JobFact<H> {
    pub(super) fn of(job: &job::Model, changes: Vec<FieldChange>) -> Self {
        Self {
            job: job.id,
            kind: job.kind,
            status: job.status,
            workspace: job.workspace_id,
            campaign: job.campaign_id,
            data_source: job.data_source_id,
            requested_by: job.requested_by,
            progress: job.progress,
            processed: job.processed,
            was: None,
            changes,
            happening: PhantomData,
        }
    }
}

impl<H: Happening> JobFact<H> {
    /// With what the job was before.
    pub(super) fn after(mut self, was: JobStatus) -> Self {
        self.was = Some(was);
        self
    }
}

impl<H: Happening> Event for JobFact<H> {
    const KIND: EventKind = H::KIND;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Job, self.job)
    }

    fn about(&self) -> About {
        let about = About { workspace: self.workspace, campaign: self.campaign, also: vec![] };
        about.and_maybe(SubjectKind::DataSource, self.data_source)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// The names of what happens.
pub mod happening {
    use super::{EventKind, Happening};

    pub struct Created;
    pub struct Started;
    pub struct Progressed;
    pub struct Paused;
    pub struct Resumed;
    pub struct Cancelled;
    pub struct Completed;
    pub struct Failed;
    pub struct Retried;

    impl Happening for Created {
        const KIND: EventKind = EventKind::JobCreated;
    }
    impl Happening for Started {
        const KIND: EventKind = EventKind::JobStarted;
    }
    impl Happening for Progressed {
        const KIND: EventKind = EventKind::JobProgressed;
    }
    impl Happening for Paused {
        const KIND: EventKind = EventKind::JobPaused;
    }
    impl Happening for Resumed {
        const KIND: EventKind = EventKind::JobResumed;
    }
    impl Happening for Cancelled {
        const KIND: EventKind = EventKind::JobCancelled;
    }
    impl Happening for Completed {
        const KIND: EventKind = EventKind::JobCompleted;
    }
    impl Happening for Failed {
        const KIND: EventKind = EventKind::JobFailed;
    }
    impl Happening for Retried {
        const KIND: EventKind = EventKind::JobRetried;
    }
}

pub type JobCreated = JobFact<happening::Created>;
/// The job runs: the domain of its kind books the first task, which goes on from the checkpoint if there is one.
pub type JobStarted = JobFact<happening::Started>;
pub type JobProgressed = JobFact<happening::Progressed>;
pub type JobPaused = JobFact<happening::Paused>;
pub type JobResumed = JobFact<happening::Resumed>;
pub type JobCancelled = JobFact<happening::Cancelled>;
pub type JobCompleted = JobFact<happening::Completed>;
pub type JobFailed = JobFact<happening::Failed>;
pub type JobRetried = JobFact<happening::Retried>;
