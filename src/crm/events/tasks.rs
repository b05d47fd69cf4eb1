//! What happens to tasks: who has to do what about whom, never in whose words.

use crate::kernel::events::{About, FieldChange, Subject, fact};
use entity::{
    event_kind::SubjectKind,
    ids::{LeadId, MembershipId, PipelineCardId, TaskId, TypedId, WorkspaceId},
    task::TaskKind,
};
use serde::{Deserialize, Serialize};

/// Which task a fact is about, as of the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRef {
    pub task: TaskId,
    pub kind: TaskKind,
    pub lead: Option<LeadId>,
    pub card: Option<PipelineCardId>,
    pub assignee: Option<MembershipId>,
    /// The lead's.
    pub workspace: Option<WorkspaceId>,
    pub is_done: bool,
}

impl TaskRef {
    fn subject(self) -> Subject {
        Subject::new(SubjectKind::Task, self.task)
    }

    fn about(self) -> About {
        About { workspace: self.workspace, ..About::default() }
            .and_maybe(SubjectKind::Lead, self.lead)
            .and_maybe(SubjectKind::PipelineCard, self.card)
            .and_maybe(SubjectKind::Membership, self.assignee)
    }
}

/// A task was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskCreated {
    #[serde(flatten)]
    pub of: TaskRef,
}
fact!(of: TaskCreated);

/// Fields of a task changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskUpdated {
    #[serde(flatten)]
    pub of: TaskRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
    /// The title before and after, which is somebody's words about the lead: for the audit log; not part of the payload.
    #[serde(skip)]
    pub words: Vec<FieldChange>,
}
fact!(of: TaskUpdated => |fact| fact.changes.clone(), sealed |fact| fact.words.clone(), of |fact| fact.of.lead.iter().map(|lead| lead.0).collect());

/// A task is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskCompleted {
    #[serde(flatten)]
    pub of: TaskRef,
}
fact!(of: TaskCompleted);

/// Somebody else is to do it, or nobody in particular; `assignee` is who is to do it now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaskReassigned {
    #[serde(flatten)]
    pub of: TaskRef,
    pub from: Option<MembershipId>,
}
fact!(of: TaskReassigned => |fact| {
    let shown = |id: Option<MembershipId>| id.map(TypedId::shown);
    vec![FieldChange::shown("assignee", shown(fact.from), shown(fact.of.assignee))]
});
