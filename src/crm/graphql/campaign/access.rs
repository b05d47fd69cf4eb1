//! Whom a campaign is shown to.

use super::Campaign;
use crate::{
    graphql::{
        CtxExt, Id, Result,
        batch::{self, Batch},
    },
    identity::{graphql::Member, members},
    kernel::{app::App, error, scope::Scope},
};
use async_graphql::{Context, InputObject, Object};
use entity::{
    ids::{CampaignId, MembershipId},
    membership,
};
use std::collections::HashMap;

/// A campaign for a client.
#[derive(InputObject)]
pub struct CampaignAccessGrantInput {
    /// Who: a member who is a CLIENT.
    member_id: Id<MembershipId>,
    /// What they are shown: the campaign with its leads, their cards and numbers.
    campaign_id: Id<CampaignId>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// A campaign that a client no longer sees.
#[derive(InputObject)]
pub struct CampaignAccessRevokeInput {
    /// Who.
    member_id: Id<MembershipId>,
    /// What they no longer see.
    campaign_id: Id<CampaignId>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

#[derive(Default)]
pub struct CampaignAccessMutation;

#[Object]
impl CampaignAccessMutation {
    /// Shows a campaign to a CLIENT. Their live streams close within seconds; opened again, they show it.
    async fn campaign_access_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who sees what.")] input: CampaignAccessGrantInput,
    ) -> Result<Campaign> {
        let (member, campaign) = (input.member_id.0, input.campaign_id.0);
        let scope = ctx.scope()?.because(input.reason);
        Ok(members::show_campaign(ctx.app(), &scope, member, campaign).await?.into())
    }

    /// Hides a campaign from a CLIENT again. Their live streams close within seconds.
    async fn campaign_access_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who no longer sees what.")] input: CampaignAccessRevokeInput,
    ) -> Result<Campaign> {
        let (member, campaign) = (input.member_id.0, input.campaign_id.0);
        let scope = ctx.scope()?.because(input.reason);
        Ok(members::hide_campaign(ctx.app(), &scope, member, campaign).await?.into())
    }
}

/// The members a campaign is shown to.
pub async fn clients(ctx: &Context<'_>, campaign: CampaignId) -> Result<Vec<Member>> {
    let rows = batch::one::<Clients>(ctx, campaign).await?.unwrap_or_default();
    Ok(rows.into_iter().map(Member::from).collect())
}

struct Clients;

impl Batch for Clients {
    type Key = CampaignId;
    type Value = Vec<membership::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[CampaignId],
    ) -> error::Result<HashMap<CampaignId, Vec<membership::Model>>> {
        members::shown_to(app, scope, keys).await
    }
}
