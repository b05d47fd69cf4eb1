//! Adding, changing, moving and deleting columns.

use super::PipelineStage;
use crate::{
    crm::{
        graphql::Pipeline,
        stages::{self, NewStage, StagePatch, StagePlace},
    },
    graphql::{CtxExt, Id, Result, patch},
    kernel::error::Error,
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::{
    ids::{PipelineId, PipelineStageId},
    pipeline_stage::StageKind,
};

/// A column to be, as part of a board to be.
#[derive(InputObject)]
pub struct PipelineStageInput {
    /// Its heading: 1 to 80 characters.
    name: String,
    /// Stable name for programs, such as `in_conversation`; made from the name unless given. Never changes.
    key: Option<String>,
    /// What it means for a card to be here.
    #[graphql(default_with = "StageKind::Open")]
    kind: StageKind,
    /// Most cards at once, 1 or more; any number unless given.
    wip_limit: Option<i32>,
}

/// A column to be.
#[derive(InputObject)]
pub struct PipelineStageCreateInput {
    /// On which pipeline.
    pipeline_id: Id<PipelineId>,
    #[graphql(flatten)]
    stage: PipelineStageInput,
    /// Left of this stage.
    before: Option<Id<PipelineStageId>>,
    /// Right of this stage. Without `before` and `after`: at the right end.
    after: Option<Id<PipelineStageId>>,
}

/// Changes of a column. What is left out stays; null clears.
#[derive(InputObject)]
pub struct PipelineStageUpdateInput {
    /// Which stage.
    id: Id<PipelineStageId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// Its heading: 1 to 80 characters.
    name: MaybeUndefined<String>,
    /// What it means for a card to be here; the cards' `status` follows.
    kind: MaybeUndefined<StageKind>,
    /// Most cards at once, 1 or more; null for any number. Cards that are in it stay.
    wip_limit: MaybeUndefined<i32>,
}

/// Where a column goes.
#[derive(InputObject)]
pub struct PipelineStageMoveInput {
    /// Which stage.
    id: Id<PipelineStageId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// Left of this stage of the same pipeline.
    before: Option<Id<PipelineStageId>>,
    /// Right of this stage of the same pipeline. Give this or `before`.
    after: Option<Id<PipelineStageId>>,
}

/// Which column to delete.
#[derive(InputObject)]
pub struct PipelineStageDeleteInput {
    /// Which stage.
    id: Id<PipelineStageId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// The stage of the same pipeline that its cards go to; needed when it has any.
    move_cards_to: Option<Id<PipelineStageId>>,
}

impl From<PipelineStageInput> for NewStage {
    fn from(i: PipelineStageInput) -> Self {
        Self { name: i.name, key: i.key, kind: i.kind, wip_limit: i.wip_limit }
    }
}

impl From<PipelineStageUpdateInput> for StagePatch {
    fn from(i: PipelineStageUpdateInput) -> Self {
        Self { name: patch(i.name), kind: patch(i.kind), wip_limit: patch(i.wip_limit) }
    }
}

/// At most one of the two.
fn place(
    before: Option<Id<PipelineStageId>>,
    after: Option<Id<PipelineStageId>>,
) -> Result<Option<StagePlace>> {
    match (before, after) {
        (Some(_), Some(_)) => Err(Error::invalid("after", "give `before` or `after`, not both").into()),
        (Some(id), None) => Ok(Some(StagePlace::Before(id.0))),
        (None, after) => Ok(after.map(|id| StagePlace::After(id.0))),
    }
}

#[derive(Default)]
pub struct PipelineStageMutation;

#[Object]
impl PipelineStageMutation {
    /// Adds a stage to a pipeline.
    async fn pipeline_stage_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage's heading and meaning, and its place on which board.")]
        input: PipelineStageCreateInput,
    ) -> Result<PipelineStage> {
        let place = place(input.before, input.after)?;
        let (pipeline, new) = (input.pipeline_id.0, input.stage.into());
        Ok(stages::create(ctx.app(), ctx.scope()?, pipeline, new, place).await?.into())
    }

    /// Changes a stage's fields.
    async fn pipeline_stage_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage, and its new heading, meaning or limit.")]
        input: PipelineStageUpdateInput,
    ) -> Result<PipelineStage> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(stages::update(ctx.app(), ctx.scope()?, id, input.into(), version).await?.into())
    }

    /// Moves a stage left or right of another. Its cards stay in it.
    async fn pipeline_stage_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage, and the one it goes beside.")] input: PipelineStageMoveInput,
    ) -> Result<PipelineStage> {
        let place = place(input.before, input.after)?;
        let (id, version) = (input.id.0, input.expected_version);
        Ok(stages::shift(ctx.app(), ctx.scope()?, id, place, version).await?.into())
    }

    /// Deletes a stage; its cards go to the end of `moveCardsTo`. Returns the pipeline.
    async fn pipeline_stage_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage to delete, and the one that its cards go to.")]
        input: PipelineStageDeleteInput,
    ) -> Result<Pipeline> {
        let (id, to, version) = (input.id.0, input.move_cards_to.map(|id| id.0), input.expected_version);
        Ok(stages::delete(ctx.app(), ctx.scope()?, id, to, version).await?.into())
    }
}
