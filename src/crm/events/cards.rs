//! What happens to cards.

use super::boards::BoardRef;
use crate::kernel::events::{About, FieldChange, Subject, fact};
use entity::{
    event_kind::SubjectKind,
    ids::{CampaignId, LeadId, PipelineCardId, PipelineStageId, TypedId},
    lead, pipeline, pipeline_card,
};
use serde::{Deserialize, Serialize};

/// Which card a fact is about, whose it is and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRef {
    pub card: PipelineCardId,
    pub lead: LeadId,
    pub stage: PipelineStageId,
    #[serde(flatten)]
    pub board: BoardRef,
    /// The lead's campaign: those who see only campaigns see the card by it.
    pub campaign: Option<CampaignId>,
}

impl CardRef {
    #[must_use]
    pub fn new(card: &pipeline_card::Model, lead: &lead::Model, pipeline: &pipeline::Model) -> Self {
        Self {
            card: card.id,
            lead: lead.id,
            stage: card.stage_id,
            board: pipeline.into(),
            campaign: lead.campaign_id,
        }
    }

    fn subject(self) -> Subject {
        Subject::new(SubjectKind::PipelineCard, self.card)
    }

    fn about(self) -> About {
        About { campaign: self.campaign, ..About::workspace(self.board.workspace) }
            .and(SubjectKind::Pipeline, self.board.pipeline)
            .and(SubjectKind::PipelineStage, self.stage)
            .and(SubjectKind::Lead, self.lead)
    }
}

/// A lead was put on a board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineCardCreated {
    #[serde(flatten)]
    pub of: CardRef,
}
fact!(of: PipelineCardCreated => |fact| vec![FieldChange::shown("stage", (), fact.of.stage.shown())]);

/// A card moved, between columns or within one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineCardMoved {
    #[serde(flatten)]
    pub of: CardRef,
    /// The column it came from; the same: it moved within it.
    pub from: PipelineStageId,
}
fact!(of: PipelineCardMoved => |fact| {
    let lies = FieldChange::hidden("position");
    let stage = FieldChange::shown("stage", fact.from.shown(), fact.of.stage.shown());
    if fact.from == fact.of.stage { vec![lies] } else { vec![stage, lies] }
});

/// Fields of a card changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineCardUpdated {
    #[serde(flatten)]
    pub of: CardRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
    /// The notes before and after, which are somebody's words about the lead: for the audit log; not part of the payload.
    #[serde(skip)]
    pub words: Vec<FieldChange>,
}
fact!(of: PipelineCardUpdated => |fact| fact.changes.clone(), sealed |fact| fact.words.clone(), of |fact| vec![fact.of.lead.0]);

/// A card was taken off its board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PipelineCardRemoved {
    #[serde(flatten)]
    pub of: CardRef,
}
fact!(of: PipelineCardRemoved);
