//! The life of a campaign: one mutation per step.

use super::Campaign;
use crate::{
    crm::campaigns::{self, state::CampaignStep},
    graphql::{CtxExt, Id, Result},
};
use async_graphql::{Context, InputObject, Object};
use entity::ids::CampaignId;

/// Which campaign to activate.
#[derive(InputObject)]
pub struct CampaignActivateInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

/// Which campaign to pause.
#[derive(InputObject)]
pub struct CampaignPauseInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

/// Which campaign to resume.
#[derive(InputObject)]
pub struct CampaignResumeInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

/// Which campaign to complete.
#[derive(InputObject)]
pub struct CampaignCompleteInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

/// Which campaign to archive.
#[derive(InputObject)]
pub struct CampaignArchiveInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

async fn step(
    ctx: &Context<'_>,
    id: Id<CampaignId>,
    step: CampaignStep,
    expected_version: Option<i32>,
) -> Result<Campaign> {
    Ok(campaigns::step(ctx.app(), ctx.scope()?, id.0, step, expected_version).await?.into())
}

#[derive(Default)]
pub struct CampaignStepMutation;

#[Object]
impl CampaignStepMutation {
    /// Begins a campaign: DRAFT becomes ACTIVE.
    async fn campaign_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft campaign to begin.")] input: CampaignActivateInput,
    ) -> Result<Campaign> {
        step(ctx, input.id, CampaignStep::Activate, input.expected_version).await
    }

    /// Lets a campaign stand still: ACTIVE becomes PAUSED.
    async fn campaign_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The active campaign to let stand still.")] input: CampaignPauseInput,
    ) -> Result<Campaign> {
        step(ctx, input.id, CampaignStep::Pause, input.expected_version).await
    }

    /// Lets a campaign go on: PAUSED becomes ACTIVE.
    async fn campaign_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The paused campaign to go on with.")] input: CampaignResumeInput,
    ) -> Result<Campaign> {
        step(ctx, input.id, CampaignStep::Resume, input.expected_version).await
    }

    /// Ends a campaign: ACTIVE or PAUSED becomes COMPLETED.
    async fn campaign_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The active or paused campaign to end.")] input: CampaignCompleteInput,
    ) -> Result<Campaign> {
        step(ctx, input.id, CampaignStep::Complete, input.expected_version).await
    }

    /// Puts a campaign away: DRAFT, PAUSED or COMPLETED becomes ARCHIVED.
    async fn campaign_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign to put away.")] input: CampaignArchiveInput,
    ) -> Result<Campaign> {
        step(ctx, input.id, CampaignStep::Archive, input.expected_version).await
    }
}
