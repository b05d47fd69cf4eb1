//! The column and its cards.

use crate::{
    crm::{
        cards,
        graphql::{Pipeline, PipelineCard},
    },
    graphql::{
        Connection, Id, Result,
        batch::{self, Batch, PageOf, by_args, keyed},
        connection::page_args,
        node,
        plan::Planned,
    },
    kernel::{app::App, error, page::Page, scope::Scope},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::PipelineStageId,
    pipeline_card,
    pipeline_stage::{self, StageKind},
};
use std::collections::HashMap;

node! {
    /// A column of a pipeline.
    PipelineStage(pipeline_stage)
}

impl Planned for pipeline_stage::Entity {
    const TYPE: &'static str = "PipelineStage";
    const PLAIN: &'static [&'static str] =
        &["name", "key", "kind", "wipLimit", "position", "version", "createdAt", "updatedAt"];
}

/// A column of a pipeline.
#[Object]
impl PipelineStage {
    /// Its id.
    pub async fn id(&self) -> Id<PipelineStageId> {
        self.0.id.into()
    }

    /// The pipeline it belongs to.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Pipeline> {
        Pipeline::required(ctx, self.0.pipeline_id).await
    }

    /// Its heading.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Stable name for programs: `in_conversation`; unique on its pipeline, never changes.
    fn key(&self) -> &str {
        &self.0.key
    }

    /// What it means for a card to be here; cards' `status` follows.
    fn kind(&self) -> StageKind {
        self.0.kind
    }

    /// Most cards at once; null: any number. More are refused.
    fn wip_limit(&self) -> Option<i32> {
        self.0.wip_limit
    }

    /// Stages sort by this, compared byte by byte.
    fn position(&self) -> &str {
        &self.0.position
    }

    /// How many cards are in it.
    async fn card_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(batch::one::<CardCount>(ctx, self.0.id).await?.unwrap_or_default())
    }

    /// Its cards, top to bottom.
    async fn cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the top, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the bottom, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<PipelineCard>> {
        let args = page_args(first, after, last, before);
        let page = batch::children::<Cards, _, _>(ctx, self.0.id, args).await?;
        let (counts, id) = (batch::loader::<CardCount>(ctx)?, self.0.id);
        Ok(Connection::from(page).counted_by(move || {
            let counts = counts.clone();
            async move { Ok((counts.load_one(id).await?.unwrap_or_default().unsigned_abs(), false)) }
        }))
    }

    /// Raised by every change of its fields or place; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its fields or place changed last.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

struct CardCount;

impl Batch for CardCount {
    type Key = PipelineStageId;
    type Value = i64;

    async fn load(
        app: &App,
        scope: &Scope,
        stages: &[PipelineStageId],
    ) -> error::Result<HashMap<PipelineStageId, i64>> {
        cards::count_by_stage(app, scope, stages).await
    }
}

struct Cards;

impl Batch for Cards {
    type Key = PageOf<PipelineStageId>;
    type Value = Page<pipeline_card::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<PipelineStageId>],
    ) -> error::Result<HashMap<PageOf<PipelineStageId>, Page<pipeline_card::Model>>> {
        let mut found = HashMap::new();
        for (args, stages) in by_args(keys) {
            found.extend(keyed(&args, cards::of_stages(app, scope, &stages, &args).await?));
        }
        Ok(found)
    }
}
