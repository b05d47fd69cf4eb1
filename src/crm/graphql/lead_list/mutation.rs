//! What can be done to lists.

use super::LeadList;
use crate::{
    crm::lists::{self, Changed, Membership},
    graphql::{CtxExt, Id, Result},
};
use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use entity::ids::{LeadId, LeadListId, WorkspaceId};

/// A new, empty list.
#[derive(InputObject)]
pub struct LeadListCreateInput {
    /// The workspace it goes to; may be left out when the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    /// What people call it; 1 to 200 characters.
    name: String,
}

/// A change of a list. What is left out stays.
#[derive(InputObject)]
pub struct LeadListUpdateInput {
    /// The list.
    id: Id<LeadListId>,
    /// What people call it; 1 to 200 characters.
    name: Option<String>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Which list to delete.
#[derive(InputObject)]
pub struct LeadListDeleteInput {
    /// The list.
    id: Id<LeadListId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Leads to put into a list.
#[derive(InputObject)]
pub struct LeadListAddLeadsInput {
    /// The list.
    id: Id<LeadListId>,
    /// The leads, of the list's workspace; 1 to 500.
    lead_ids: Vec<Id<LeadId>>,
}

/// Leads to take out of a list.
#[derive(InputObject)]
pub struct LeadListRemoveLeadsInput {
    /// The list.
    id: Id<LeadListId>,
    /// The leads; 1 to 500.
    lead_ids: Vec<Id<LeadId>>,
}

/// What became of leads that should join or leave a list.
#[derive(SimpleObject)]
pub struct LeadListMembersResult {
    /// The list afterwards.
    list: LeadList,
    /// How many joined.
    added_count: usize,
    /// How many left.
    removed_count: usize,
    /// How many were in it already, or were not in it.
    unchanged_count: usize,
    /// How many could not join, or are not there.
    refused_count: usize,
    /// Each lead, in the order given.
    items: Vec<LeadListMemberItem>,
}

/// What became of one lead.
#[derive(SimpleObject)]
pub struct LeadListMemberItem {
    /// The lead's id, as given.
    lead_id: Id<LeadId>,
    /// What became of it.
    outcome: LeadListMemberOutcome,
}

/// What becomes of a lead that should join or leave a list.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Membership")]
pub enum LeadListMemberOutcome {
    /// It joined.
    Added,
    /// It left.
    Removed,
    /// It was in the list already, or was not in it.
    Unchanged,
    /// There is no such lead.
    NotFound,
    /// It belongs to another workspace than the list.
    OtherWorkspace,
}

impl From<Changed> for LeadListMembersResult {
    fn from(changed: Changed) -> Self {
        let count =
            |of: &[Membership]| changed.outcomes.iter().filter(|o| of.contains(&o.membership)).count();
        Self {
            added_count: count(&[Membership::Added]),
            removed_count: count(&[Membership::Removed]),
            unchanged_count: count(&[Membership::Unchanged]),
            refused_count: count(&[Membership::NotFound, Membership::OtherWorkspace]),
            items: changed
                .outcomes
                .iter()
                .map(|o| LeadListMemberItem { lead_id: o.lead.into(), outcome: o.membership.into() })
                .collect(),
            list: changed.list.into(),
        }
    }
}

#[derive(Default)]
pub struct LeadListMutation;

#[Object]
impl LeadListMutation {
    /// Makes an empty list.
    async fn lead_list_create(&self, ctx: &Context<'_>, input: LeadListCreateInput) -> Result<LeadList> {
        let workspace = input.workspace_id.map(|id| id.0);
        Ok(lists::create(ctx.app(), ctx.scope()?, workspace, &input.name).await?.into())
    }

    /// Renames a list.
    async fn lead_list_update(&self, ctx: &Context<'_>, input: LeadListUpdateInput) -> Result<LeadList> {
        let LeadListUpdateInput { id, name, expected_version } = input;
        Ok(lists::update(ctx.app(), ctx.scope()?, id.0, name, expected_version).await?.into())
    }

    /// Deletes a list; its leads stay.
    async fn lead_list_delete(&self, ctx: &Context<'_>, input: LeadListDeleteInput) -> Result<LeadList> {
        let LeadListDeleteInput { id, expected_version } = input;
        Ok(lists::delete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }

    /// Puts leads into a list. Each has an outcome of its own; one refusal stops no other.
    async fn lead_list_add_leads(
        &self,
        ctx: &Context<'_>,
        input: LeadListAddLeadsInput,
    ) -> Result<LeadListMembersResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(lists::add_leads(ctx.app(), ctx.scope()?, input.id.0, leads).await?.into())
    }

    /// Takes leads out of a list. Each has an outcome of its own.
    async fn lead_list_remove_leads(
        &self,
        ctx: &Context<'_>,
        input: LeadListRemoveLeadsInput,
    ) -> Result<LeadListMembersResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(lists::remove_leads(ctx.app(), ctx.scope()?, input.id.0, leads).await?.into())
    }
}
