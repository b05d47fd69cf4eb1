//! Putting cards on boards, moving, changing and removing them.

use super::PipelineCard;
use crate::{
    crm::cards::{self, Beside, CardPatch, Move, NewCard},
    graphql::{CtxExt, Id, Result, patch, scalars::Micros},
    kernel::{error::Error, patch::Patch},
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::ids::{LeadId, MembershipId, PipelineCardId, PipelineId, PipelineStageId};

/// A card to be.
#[derive(InputObject)]
pub struct PipelineCardCreateInput {
    /// On which pipeline.
    pipeline_id: Id<PipelineId>,
    /// Which lead, of the pipeline's workspace.
    lead_id: Id<LeadId>,
    /// In which stage; the first unless given.
    stage_id: Option<Id<PipelineStageId>>,
    /// Whose card it is: a member.
    owner_id: Option<Id<MembershipId>>,
    /// Notes, for people: up to 10,000 characters.
    notes: Option<String>,
    /// What it may be worth, in millionths of `currency`; 0 or more.
    value_micros: Option<Micros>,
    /// The currency of `valueMicros` (ISO 4217): USD unless given.
    currency: Option<String>,
}

/// Where a card goes: to a stage, before or after a card.
#[derive(InputObject)]
pub struct PipelineCardMoveInput {
    /// Which card.
    id: Id<PipelineCardId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// To which stage of its pipeline; the one of `before` or `after` unless given.
    stage_id: Option<Id<PipelineStageId>>,
    /// Above this card.
    before: Option<Id<PipelineCardId>>,
    /// Below this card. Without `before` and `after`: at the bottom of the stage.
    after: Option<Id<PipelineCardId>>,
    /// Why, for its history: up to 500 characters.
    reason: Option<String>,
}

/// Changes of a card. What is left out stays; null clears.
#[derive(InputObject)]
pub struct PipelineCardUpdateInput {
    /// Which card.
    id: Id<PipelineCardId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// Whose card it is: a member.
    owner_id: MaybeUndefined<Id<MembershipId>>,
    /// Notes, for people: up to 10,000 characters.
    notes: MaybeUndefined<String>,
    /// What it may be worth, in millionths of `currency`; 0 or more.
    value_micros: MaybeUndefined<Micros>,
    /// The currency of `valueMicros` (ISO 4217).
    currency: MaybeUndefined<String>,
}

/// Which card to remove.
#[derive(InputObject)]
pub struct PipelineCardRemoveInput {
    /// Which card.
    id: Id<PipelineCardId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

impl From<PipelineCardCreateInput> for NewCard {
    fn from(i: PipelineCardCreateInput) -> Self {
        let values = CardPatch {
            owner: i.owner_id.map_or(Patch::Keep, |id| Patch::Set(id.0)),
            notes: i.notes.map_or(Patch::Keep, Patch::Set),
            value_micros: i.value_micros.map_or(Patch::Keep, |value| Patch::Set(value.0)),
            currency: i.currency.map_or(Patch::Keep, Patch::Set),
        };
        let stage = i.stage_id.map(|id| id.0);
        Self { pipeline: i.pipeline_id.0, lead: i.lead_id.0, stage, values }
    }
}

impl From<PipelineCardUpdateInput> for CardPatch {
    fn from(i: PipelineCardUpdateInput) -> Self {
        Self {
            owner: patch(i.owner_id).map(|id| id.0),
            notes: patch(i.notes),
            value_micros: patch(i.value_micros).map(|value| value.0),
            currency: patch(i.currency),
        }
    }
}

impl PipelineCardMoveInput {
    fn ask(self) -> Result<Move> {
        let beside = match (self.before, self.after) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid("after", "give `before` or `after`, not both").into());
            }
            (Some(id), None) => Some(Beside::Before(id.0)),
            (None, after) => after.map(|id| Beside::After(id.0)),
        };
        let (card, stage) = (self.id.0, self.stage_id.map(|id| id.0));
        Ok(Move { card, stage, beside, reason: self.reason, expected_version: self.expected_version })
    }
}

#[derive(Default)]
pub struct PipelineCardMutation;

#[Object]
impl PipelineCardMutation {
    /// Puts a lead on a pipeline, at the bottom of a stage. CONFLICT, naming the card, when the lead is on it already.
    async fn pipeline_card_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lead goes on which board, in which stage, and what it may be worth.")] input: PipelineCardCreateInput,
    ) -> Result<PipelineCard> {
        Ok(cards::add(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Moves a card: to a stage, before or after a card. CONFLICT when the stage is full.
    async fn pipeline_card_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card, where it goes, and why.")] input: PipelineCardMoveInput,
    ) -> Result<PipelineCard> {
        Ok(cards::shift(ctx.app(), ctx.scope()?, input.ask()?).await?.into())
    }

    /// Changes what is noted about a card.
    async fn pipeline_card_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card, and its new notes, owner or value.")] input: PipelineCardUpdateInput,
    ) -> Result<PipelineCard> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(cards::update(ctx.app(), ctx.scope()?, id, input.into(), version).await?.into())
    }

    /// Takes a card off its pipeline, with its history; the lead stays. Returns the card as it was.
    async fn pipeline_card_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card to take off its board.")] input: PipelineCardRemoveInput,
    ) -> Result<PipelineCard> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(cards::remove(ctx.app(), ctx.scope()?, id, version).await?.into())
    }
}
