//! What can be done to leads: made, changed, given away, labelled, deleted.

use super::{
    Lead,
    bulk::{LeadsBulkUpdateInput, LeadsBulkUpdateResult},
    inputs::{LeadCreateInput, LeadUpdateInput},
};
use crate::{
    crm::leads,
    graphql::{CtxExt, Id, Result},
};
use async_graphql::{Context, InputObject, Object};
use entity::ids::{LeadId, MembershipId};

/// Which lead to delete.
#[derive(InputObject)]
pub struct LeadDeleteInput {
    /// The lead.
    id: Id<LeadId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Which lead to bring back.
#[derive(InputObject)]
pub struct LeadRestoreInput {
    /// The deleted lead; `leads(deleted: true)` lists them.
    id: Id<LeadId>,
}

/// Whose job a lead becomes.
#[derive(InputObject)]
pub struct LeadAssignInput {
    /// The lead.
    id: Id<LeadId>,
    /// The member; null: nobody.
    assignee_id: Option<Id<MembershipId>>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Labels to add.
#[derive(InputObject)]
pub struct LeadTagInput {
    /// The lead.
    id: Id<LeadId>,
    /// The labels; case and extra spaces do not count. A lead has at most 50, of at most 50 characters.
    tags: Vec<String>,
}

/// Labels to take off.
#[derive(InputObject)]
pub struct LeadUntagInput {
    /// The lead.
    id: Id<LeadId>,
    /// The labels; those it does not have are no trouble.
    tags: Vec<String>,
}

#[derive(Default)]
pub struct LeadMutation;

#[Object]
impl LeadMutation {
    /// Makes a lead. A person the workspace knows already (by address, LinkedIn profile or phone number) is CONFLICT with
    /// that lead's id.
    async fn lead_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the person, and in which workspace.")] input: LeadCreateInput,
    ) -> Result<Lead> {
        Ok(leads::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes what is known about a lead.
    async fn lead_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead, and what is known of it now.")] input: LeadUpdateInput,
    ) -> Result<Lead> {
        Ok(leads::update(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Deletes a lead; `leadRestore` brings it back. Its history and its places in lists stay.
    async fn lead_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead to put away.")] input: LeadDeleteInput,
    ) -> Result<Lead> {
        let LeadDeleteInput { id, expected_version } = input;
        Ok(leads::delete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }

    /// Brings a deleted lead back. CONFLICT when the person is another lead by now.
    async fn lead_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deleted lead to bring back.")] input: LeadRestoreInput,
    ) -> Result<Lead> {
        Ok(leads::restore(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Gives a lead to a member, or to nobody.
    async fn lead_assign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead, and the member whose it becomes; without one, nobody's.")]
        input: LeadAssignInput,
    ) -> Result<Lead> {
        let LeadAssignInput { id, assignee_id, expected_version } = input;
        let assignee = assignee_id.map(|id| id.0);
        Ok(leads::assign(ctx.app(), ctx.scope()?, id.0, assignee, expected_version).await?.into())
    }

    /// Adds labels to a lead.
    async fn lead_tag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead, and the labels it gets.")] input: LeadTagInput,
    ) -> Result<Lead> {
        Ok(leads::tag(ctx.app(), ctx.scope()?, input.id.0, input.tags).await?.into())
    }

    /// Takes labels off a lead.
    async fn lead_untag(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead, and the labels it loses.")] input: LeadUntagInput,
    ) -> Result<Lead> {
        Ok(leads::untag(ctx.app(), ctx.scope()?, input.id.0, input.tags).await?.into())
    }

    /// Makes the same change to many leads. Each has an outcome of its own; one refusal stops no other.
    async fn leads_bulk_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to 500 leads, and the one change for all of them.")] input: LeadsBulkUpdateInput,
    ) -> Result<LeadsBulkUpdateResult> {
        let (ids, change) = input.split();
        Ok(leads::update_many(ctx.app(), ctx.scope()?, ids, change).await?.into())
    }
}
