//! How a card moved.

use crate::{
    crm::{cards, graphql::PipelineStage},
    graphql::{
        Id, Result,
        batch::{Batch, PageOf, by_args, keyed},
    },
    kernel::{app::App, error, page::Page, scope::Scope},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    actor::ActorType,
    ids::{ActorId, PipelineCardId, StageChangeId},
    stage_change,
};
use std::collections::HashMap;

/// A card's step from one stage to another. Reached through its card only, so without a loader of its own.
#[derive(Clone, Debug)]
pub struct StageChange(pub stage_change::Model);

impl From<stage_change::Model> for StageChange {
    fn from(row: stage_change::Model) -> Self {
        Self(row)
    }
}

/// A card's step from one stage to another.
#[Object]
impl StageChange {
    /// Its id.
    pub async fn id(&self) -> Id<StageChangeId> {
        self.0.id.into()
    }

    /// The stage it came from; null when it was put on the pipeline, or when that stage was deleted since.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<PipelineStage>> {
        let Some(id) = self.0.from_stage_id else { return Ok(None) };
        PipelineStage::find(ctx, id).await
    }

    /// What the stage it came from was called then; null when it was put on the pipeline.
    async fn from_name(&self) -> Option<&str> {
        self.0.from_name.as_deref()
    }

    /// The stage it came to; null when that stage was deleted since.
    async fn to(&self, ctx: &Context<'_>) -> Result<Option<PipelineStage>> {
        PipelineStage::find(ctx, self.0.to_stage_id).await
    }

    /// What the stage it came to was called then.
    fn to_name(&self) -> &str {
        &self.0.to_name
    }

    /// What kind of actor did it.
    fn actor_type(&self) -> ActorType {
        self.0.actor_type
    }

    /// Who did it: the membership, user or API key; null for Leadwire itself.
    fn actor_id(&self) -> Option<Id<ActorId>> {
        self.0.actor_id.map(Into::into)
    }

    /// Why, if somebody said.
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// The moves of cards, page by page.
pub struct Moves;

impl Batch for Moves {
    type Key = PageOf<PipelineCardId>;
    type Value = Page<stage_change::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<PipelineCardId>],
    ) -> error::Result<HashMap<PageOf<PipelineCardId>, Page<stage_change::Model>>> {
        let mut found = HashMap::new();
        for (args, cards) in by_args(keys) {
            found.extend(keyed(&args, cards::history(app, scope, &cards, &args).await?));
        }
        Ok(found)
    }
}
