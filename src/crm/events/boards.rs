//! What happens to boards and their columns. What happens to cards is in `cards`.

use crate::kernel::events::{About, FieldChange, Subject, fact};
use entity::{
    event_kind::SubjectKind,
    ids::{PipelineId, PipelineStageId, WorkspaceId},
    pipeline,
};
use serde::{Deserialize, Serialize};

/// Which board a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRef {
    pub pipeline: PipelineId,
    pub workspace: WorkspaceId,
}

impl BoardRef {
    fn subject(self) -> Subject {
        Subject::new(SubjectKind::Pipeline, self.pipeline)
    }

    fn about(self) -> About {
        About::workspace(self.workspace)
    }
}

impl From<&pipeline::Model> for BoardRef {
    fn from(row: &pipeline::Model) -> Self {
        Self { pipeline: row.id, workspace: row.workspace_id }
    }
}

/// Which column of which board a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRef {
    pub stage: PipelineStageId,
    #[serde(flatten)]
    pub board: BoardRef,
}

impl StageRef {
    fn subject(self) -> Subject {
        Subject::new(SubjectKind::PipelineStage, self.stage)
    }

    fn about(self) -> About {
        self.board.about().and(SubjectKind::Pipeline, self.board.pipeline)
    }
}

/// A board was made, with its columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineCreated {
    #[serde(flatten)]
    pub of: BoardRef,
}
fact!(of: PipelineCreated);

/// Fields of a board changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineUpdated {
    #[serde(flatten)]
    pub of: BoardRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(of: PipelineUpdated => |fact| fact.changes.clone());

/// A board was deleted, and its cards with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineDeleted {
    #[serde(flatten)]
    pub of: BoardRef,
    /// How many.
    pub cards: u64,
}
fact!(audited of: PipelineDeleted, kept |fact| vec![FieldChange::shown("cards", fact.cards, ())]);

/// A column was added.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineStageCreated {
    #[serde(flatten)]
    pub of: StageRef,
}
fact!(of: PipelineStageCreated);

/// Fields of a column changed, or how its cards lie.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineStageUpdated {
    #[serde(flatten)]
    pub of: StageRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(of: PipelineStageUpdated => |fact| fact.changes.clone());

/// A column changed its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineStageMoved {
    #[serde(flatten)]
    pub of: StageRef,
}
fact!(of: PipelineStageMoved => |_| vec![FieldChange::hidden("position")]);

/// A column was removed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineStageDeleted {
    #[serde(flatten)]
    pub of: StageRef,
    /// Where its cards went, if it had any.
    pub moved_to: Option<PipelineStageId>,
    /// How many.
    pub cards: u64,
}
fact!(of: PipelineStageDeleted);
