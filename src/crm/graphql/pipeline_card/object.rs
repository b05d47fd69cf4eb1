//! The card.

use super::history::{Moves, StageChange};
use crate::{
    crm::graphql::{Lead, Pipeline, PipelineStage},
    graphql::{
        Connection, Id, Result, batch,
        connection::page_args,
        node,
        plan::{Planned, Relation, object},
        scalars::Micros,
    },
    identity::graphql::Member,
    kernel::finished::One,
};
use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    ids::{PipelineCardId, ProspectId},
    pipeline,
    pipeline_card::{self, CardStatus},
    pipeline_stage,
};

node! {
    /// A lead on a pipeline; one per lead and pipeline.
    PipelineCard(pipeline_card)
}

impl Planned for pipeline_card::Entity {
    const TYPE: &'static str = "PipelineCard";
    const PLAIN: &'static [&'static str] = &[
        "position",
        "status",
        "notes",
        "currency",
        "enteredStageAt",
        "inviteSentAt",
        "connectedAt",
        "lastActivityAt",
        "version",
        "createdAt",
        "updatedAt",
    ];

    fn relation(field: &str) -> Option<Relation> {
        Some(match field {
            "stage" => Relation {
                one: One::named::<pipeline_stage::Entity>(pipeline_card::Column::StageId),
                object: object::<pipeline_stage::Entity>,
            },
            "pipeline" => Relation {
                one: One::named::<pipeline::Entity>(pipeline_card::Column::PipelineId),
                object: object::<pipeline::Entity>,
            },
            _ => return None,
        })
    }
}

/// A lead on a pipeline; one per lead and pipeline.
#[Object]
impl PipelineCard {
    /// Its id.
    pub async fn id(&self) -> Id<PipelineCardId> {
        self.0.id.into()
    }

    /// The pipeline it lies on.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Pipeline> {
        Pipeline::required(ctx, self.0.pipeline_id).await
    }

    /// The stage it is in.
    async fn stage(&self, ctx: &Context<'_>) -> Result<PipelineStage> {
        PipelineStage::required(ctx, self.0.stage_id).await
    }

    /// Whom it is about.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Lead> {
        Lead::required(ctx, self.0.lead_id).await
    }

    /// The prospect it was saved from.
    fn prospect_id(&self) -> Option<Id<ProspectId>> {
        self.0.prospect_id.map(Into::into)
    }

    /// Cards of a stage sort by this, compared byte by byte.
    fn position(&self) -> &str {
        &self.0.position
    }

    /// Whose card it is.
    async fn owner(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let Some(id) = self.0.owner_id else { return Ok(None) };
        Member::find(ctx, id).await
    }

    /// How it stands; follows its stage's kind.
    fn status(&self) -> CardStatus {
        self.0.status
    }

    /// Notes, for people.
    fn notes(&self) -> Option<&str> {
        self.0.notes.as_deref()
    }

    /// What it may be worth, in millionths of `currency`.
    fn value_micros(&self) -> Option<Micros> {
        self.0.value_micros.map(Micros)
    }

    /// The currency of `valueMicros` (ISO 4217).
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// The campaign it is in with another provider.
    fn external_campaign(&self) -> Option<ExternalCampaign> {
        self.0.external_campaign.clone().map(Into::into)
    }

    /// In its stage since.
    fn entered_stage_at(&self) -> DateTime<Utc> {
        self.0.entered_stage_at
    }

    /// When the person was invited.
    fn invite_sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.invite_sent_at
    }

    /// When the person accepted.
    fn connected_at(&self) -> Option<DateTime<Utc>> {
        self.0.connected_at
    }

    /// When anything happened to it last.
    fn last_activity_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_activity_at
    }

    /// How it moved from stage to stage, newest first.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the newest, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the oldest, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StageChange>> {
        let args = page_args(first, after, last, before);
        Ok(batch::children::<Moves, _, _>(ctx, self.0.id, args).await?.into())
    }

    /// Raised by every change of its fields or place; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was put on the pipeline.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its fields or place changed last.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// A campaign of another provider.
#[derive(SimpleObject)]
pub struct ExternalCampaign {
    /// Which provider.
    provider: String,
    /// Its id there.
    id: String,
    /// Its status there, in the provider's words.
    status: Option<String>,
}

impl From<entity::json::ExternalCampaign> for ExternalCampaign {
    fn from(c: entity::json::ExternalCampaign) -> Self {
        Self { provider: c.provider, id: c.id, status: c.status }
    }
}
