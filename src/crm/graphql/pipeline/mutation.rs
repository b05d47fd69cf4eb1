//! Making, renaming and deleting boards.

use super::Pipeline;
use crate::{
    crm::{
        graphql::pipeline_stage::PipelineStageInput,
        pipelines::{self, NewPipeline},
    },
    graphql::{CtxExt, Id, Result, patch},
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::{
    ids::{PipelineId, WorkspaceId},
    pipeline::PipelineTemplate,
};

/// A board to be.
#[derive(InputObject)]
pub struct PipelineCreateInput {
    /// The workspace it belongs to; may be left out when the agency has one only.
    workspace_id: Option<Id<WorkspaceId>>,
    /// What people call it: 1 to 200 characters.
    name: String,
    /// What it starts as.
    #[graphql(default_with = "PipelineTemplate::Outreach")]
    template: PipelineTemplate,
    /// The stages, left to right, at most 50: for the template CUSTOM only, which needs at least one.
    stages: Option<Vec<PipelineStageInput>>,
}

/// Changes of a board. What is left out stays.
#[derive(InputObject)]
pub struct PipelineUpdateInput {
    /// Which pipeline.
    id: Id<PipelineId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// What people call it: 1 to 200 characters.
    name: MaybeUndefined<String>,
}

/// Which board to delete.
#[derive(InputObject)]
pub struct PipelineDeleteInput {
    /// Which pipeline.
    id: Id<PipelineId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// Delete its cards with it; else a pipeline with cards is not deleted. The leads stay either way.
    #[graphql(default)]
    delete_cards: bool,
}

impl From<PipelineCreateInput> for NewPipeline {
    fn from(i: PipelineCreateInput) -> Self {
        Self {
            workspace: i.workspace_id.map(|id| id.0),
            name: i.name,
            template: i.template,
            stages: i.stages.into_iter().flatten().map(Into::into).collect(),
        }
    }
}

#[derive(Default)]
pub struct PipelineMutation;

#[Object]
impl PipelineMutation {
    /// Makes a pipeline with the stages of its template, or with stages of your own.
    async fn pipeline_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The board's name, and the stages it starts with.")] input: PipelineCreateInput,
    ) -> Result<Pipeline> {
        Ok(pipelines::add(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Renames a pipeline.
    async fn pipeline_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The board, and its new name.")] input: PipelineUpdateInput,
    ) -> Result<Pipeline> {
        let (id, name, version) = (input.id.0, patch(input.name), input.expected_version);
        Ok(pipelines::update(ctx.app(), ctx.scope()?, id, name, version).await?.into())
    }

    /// Deletes a pipeline with its stages; refused while it has cards, unless `deleteCards` says so. Returns it as it was.
    async fn pipeline_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The board to delete, and whether its cards go with it.")]
        input: PipelineDeleteInput,
    ) -> Result<Pipeline> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(pipelines::delete(ctx.app(), ctx.scope()?, id, input.delete_cards, version).await?.into())
    }
}
