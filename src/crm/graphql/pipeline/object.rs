//! The board.

use crate::{
    crm::{cards, graphql::PipelineStage, stages},
    graphql::{
        Id, Result,
        batch::{self, Batch},
        node,
        plan::Planned,
    },
    identity::graphql::Workspace,
    kernel::{app::App, error, scope::Scope},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{PipelineId, TypedId, WorkspaceId},
    pipeline::{self, PipelineTemplate},
    pipeline_stage,
};
use std::collections::HashMap;

node! {
    /// A board: columns from left to right, and leads that move over them as cards.
    Pipeline(pipeline)
}

impl Planned for pipeline::Entity {
    const TYPE: &'static str = "Pipeline";
    const PLAIN: &'static [&'static str] = &["name", "template", "version", "createdAt", "updatedAt"];
    const IDS: &'static [(&'static str, &'static str)] = &[("workspaceId", WorkspaceId::PREFIX)];
}

/// A board: columns from left to right, and leads that move over them as cards.
#[Object]
impl Pipeline {
    /// Its id.
    pub async fn id(&self) -> Id<PipelineId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace; null for a CLIENT, who sees no workspaces.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it started as.
    fn template(&self) -> PipelineTemplate {
        self.0.template
    }

    /// Its columns, left to right.
    async fn stages(&self, ctx: &Context<'_>) -> Result<Vec<PipelineStage>> {
        let stages = batch::one::<Stages>(ctx, self.0.id).await?;
        Ok(stages.unwrap_or_default().into_iter().map(Into::into).collect())
    }

    /// How many cards lie on it.
    async fn card_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(batch::one::<CardCount>(ctx, self.0.id).await?.unwrap_or_default())
    }

    /// Raised by every change of its own fields; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its own fields changed last.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

struct Stages;

impl Batch for Stages {
    type Key = PipelineId;
    type Value = Vec<pipeline_stage::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        pipelines: &[PipelineId],
    ) -> error::Result<HashMap<PipelineId, Vec<pipeline_stage::Model>>> {
        stages::of_pipelines(app, scope, pipelines).await
    }
}

struct CardCount;

impl Batch for CardCount {
    type Key = PipelineId;
    type Value = i64;

    async fn load(
        app: &App,
        scope: &Scope,
        pipelines: &[PipelineId],
    ) -> error::Result<HashMap<PipelineId, i64>> {
        cards::count_by_pipeline(app, scope, pipelines).await
    }
}
