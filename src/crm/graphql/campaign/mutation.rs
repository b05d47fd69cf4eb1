//! Making, changing and deleting campaigns, and who is in them.

use super::{
    Campaign,
    leads::{CampaignAddLeadsResult, CampaignRemoveLeadsResult},
};
use crate::{
    crm::campaigns::{self, CampaignPatch, NewCampaign},
    graphql::{CtxExt, Id, Result, patch, scalars::Date},
    kernel::patch::Patch,
};
use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object};
use entity::ids::{CampaignId, LeadId, WorkspaceId};
use serde_json::Value;

/// A campaign to be.
#[derive(InputObject)]
pub struct CampaignCreateInput {
    /// The workspace it belongs to; may be left out when the agency has one only.
    workspace_id: Option<Id<WorkspaceId>>,
    /// What people call it: 1 to 200 characters.
    name: String,
    /// What it is about, for people: up to 5,000 characters.
    description: Option<String>,
    /// Its first day.
    start_date: Option<Date>,
    /// Its last day: not before the first.
    end_date: Option<Date>,
    /// Whom it is for: an object of your own shape, up to 16 KiB.
    target_audience: Option<Json<Value>>,
}

/// Changes of a campaign. What is left out stays; null clears.
#[derive(InputObject)]
pub struct CampaignUpdateInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
    /// What people call it: 1 to 200 characters.
    name: MaybeUndefined<String>,
    /// What it is about, for people: up to 5,000 characters.
    description: MaybeUndefined<String>,
    /// Its first day.
    start_date: MaybeUndefined<Date>,
    /// Its last day: not before the first.
    end_date: MaybeUndefined<Date>,
    /// Whom it is for: an object of your own shape, up to 16 KiB.
    target_audience: MaybeUndefined<Json<Value>>,
}

/// Which campaign to delete.
#[derive(InputObject)]
pub struct CampaignDeleteInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// The version you read: refused with CONFLICT when it changed since.
    expected_version: Option<i32>,
}

/// Leads that join a campaign.
#[derive(InputObject)]
pub struct CampaignAddLeadsInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// Which leads: 1 to 500.
    lead_ids: Vec<Id<LeadId>>,
    /// A key for each of `leadIds`, in their order: a lead whose key was used for it before gets the outcome it got then, and is
    /// not touched again, also when somebody undid it since. Good for 24 hours.
    #[graphql(validator(max_items = 500))]
    item_keys: Option<Vec<String>>,
}

/// Leads that leave a campaign.
#[derive(InputObject)]
pub struct CampaignRemoveLeadsInput {
    /// Which campaign.
    id: Id<CampaignId>,
    /// Which leads: 1 to 500.
    lead_ids: Vec<Id<LeadId>>,
    /// A key for each of `leadIds`, in their order: a lead whose key was used for it before gets the outcome it got then, and is
    /// not touched again, also when somebody undid it since. Good for 24 hours.
    #[graphql(validator(max_items = 500))]
    item_keys: Option<Vec<String>>,
}

impl From<CampaignCreateInput> for NewCampaign {
    fn from(i: CampaignCreateInput) -> Self {
        let values = CampaignPatch {
            name: Patch::Set(i.name),
            description: i.description.map_or(Patch::Keep, Patch::Set),
            start_date: i.start_date.map_or(Patch::Keep, |day| Patch::Set(day.0)),
            end_date: i.end_date.map_or(Patch::Keep, |day| Patch::Set(day.0)),
            target_audience: i.target_audience.map_or(Patch::Keep, |json| Patch::Set(json.0)),
        };
        Self { workspace: i.workspace_id.map(|id| id.0), values }
    }
}

impl From<CampaignUpdateInput> for CampaignPatch {
    fn from(i: CampaignUpdateInput) -> Self {
        Self {
            name: patch(i.name),
            description: patch(i.description),
            start_date: patch(i.start_date).map(|day| day.0),
            end_date: patch(i.end_date).map(|day| day.0),
            target_audience: patch(i.target_audience).map(|json| json.0),
        }
    }
}

#[derive(Default)]
pub struct CampaignMutation;

#[Object]
impl CampaignMutation {
    /// Makes a campaign: DRAFT, without leads.
    async fn campaign_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign's name, days and audience, and its workspace.")]
        input: CampaignCreateInput,
    ) -> Result<Campaign> {
        Ok(campaigns::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes a campaign's fields, in any status.
    async fn campaign_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign, and its new name, days or audience.")] input: CampaignUpdateInput,
    ) -> Result<Campaign> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(campaigns::update(ctx.app(), ctx.scope()?, id, input.into(), version).await?.into())
    }

    /// Deletes a campaign that is DRAFT or ARCHIVED. Its leads stay. Returns it as it was.
    async fn campaign_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft or archived campaign to delete.")] input: CampaignDeleteInput,
    ) -> Result<Campaign> {
        let CampaignDeleteInput { id, expected_version } = input;
        Ok(campaigns::delete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }

    /// Puts leads into a campaign that is not over. Each lead has its own outcome.
    async fn campaign_add_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which leads, into which campaign.")] input: CampaignAddLeadsInput,
    ) -> Result<CampaignAddLeadsResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(campaigns::add_leads(ctx.app(), ctx.scope()?, input.id.0, (leads, input.item_keys)).await?.into())
    }

    /// Takes leads out of a campaign. Each lead has its own outcome.
    async fn campaign_remove_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which leads, out of which campaign.")] input: CampaignRemoveLeadsInput,
    ) -> Result<CampaignRemoveLeadsResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(campaigns::remove_leads(ctx.app(), ctx.scope()?, input.id.0, (leads, input.item_keys))
            .await?
            .into())
    }
}
