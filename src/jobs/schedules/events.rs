//! What is stated about schedules. Names and templates never appear.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use chrono::{DateTime, Utc};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{ActorId, JobId, ScheduleId, WorkspaceId},
    job::JobKind,
    schedule,
    schedule_run::RunOutcome,
};
use serde::{Deserialize, Serialize};

/// Which schedule a fact is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ScheduleRef {
    pub schedule: ScheduleId,
    pub job_kind: JobKind,
    pub workspace: Option<WorkspaceId>,
    /// With whose rights its jobs are made.
    pub created_by: Option<ActorId>,
}

impl From<&schedule::Model> for ScheduleRef {
    fn from(row: &schedule::Model) -> Self {
        let (job_kind, workspace) = (row.job_kind, row.workspace_id);
        Self { schedule: row.id, job_kind, workspace, created_by: row.created_by }
    }
}

/// A schedule was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScheduleCreated {
    #[serde(flatten)]
    pub of: ScheduleRef,
}

/// A schedule changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScheduleUpdated {
    #[serde(flatten)]
    pub of: ScheduleRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

/// A schedule stands still.
#[derive(Debug, Serialize, Deserialize)]
pub struct SchedulePaused {
    #[serde(flatten)]
    pub of: ScheduleRef,
    /// No person did: its maker may not have such jobs made any more, or it could not be fired.
    pub by_itself: bool,
}

/// A schedule goes on.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScheduleResumed {
    #[serde(flatten)]
    pub of: ScheduleRef,
}

/// A schedule was deleted.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScheduleDeleted {
    #[serde(flatten)]
    pub of: ScheduleRef,
}

/// A schedule's time came.
#[derive(Debug, Serialize, Deserialize)]
pub struct ScheduleFired {
    #[serde(flatten)]
    pub of: ScheduleRef,
    pub slot: DateTime<Utc>,
    pub outcome: RunOutcome,
    pub job: Option<JobId>,
    /// Slots before it that passed without a run.
    pub missed: i32,
    /// Refused like the one before, and nobody changed the schedule in between.
    #[serde(default)]
    pub again: bool,
}

macro_rules! about_schedules {
    ($($name:ident $audited:literal => |$fact:pat_param| $changes:expr),* $(,)?) => {$(
        impl Event for $name {
            const KIND: EventKind = EventKind::$name;
            const IS_AUDITED: bool = $audited;

            fn is_deed(&self) -> bool {
                $audited
            }

            fn subject(&self) -> Subject {
                Subject::new(SubjectKind::Schedule, self.of.schedule)
            }

            fn about(&self) -> About {
                About { workspace: self.of.workspace, ..About::default() }
            }

            fn changes(&self) -> Vec<FieldChange> {
                let $fact = self;
                $changes
            }
        }
    )*};
}

about_schedules! {
    ScheduleCreated true => |_| vec![],
    ScheduleUpdated true => |fact| fact.changes.clone(),
    SchedulePaused true => |_| vec![FieldChange::shown("paused", false, true)],
    ScheduleResumed true => |_| vec![FieldChange::shown("paused", true, false)],
    ScheduleDeleted true => |_| vec![],
    ScheduleFired false => |fact| vec![FieldChange::shown("outcome", (), fact.outcome)],
}
