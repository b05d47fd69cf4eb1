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
    /// A key for each of `leadIds`, in their order: a lead whose key was used for it before gets the outcome it got then, and is
    /// not touched again, also when somebody undid it since. Good for 24 hours.
    #[graphql(validator(max_items = 500))]
    item_keys: Option<Vec<String>>,
}

/// Leads to take out of a list.
#[derive(InputObject)]
pub struct LeadListRemoveLeadsInput {
    /// The list.
    id: Id<LeadListId>,
    /// The leads; 1 to 500.
    lead_ids: Vec<Id<LeadId>>,
    /// A key for each of `leadIds`, in their order: a lead whose key was used for it before gets the outcome it got then, and is
    /// not touched again, also when somebody undid it since. Good for 24 hours.
    #[graphql(validator(max_items = 500))]
    item_keys: Option<Vec<String>>,
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
    /// How many could not join, are not there, or came with a key that was used for another item.
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
    /// Its key was used for another lead, or for the same elsewhere; nothing was done.
    #[graphql(name = "IDEMPOTENCY_MISMATCH")]
    Mismatch,
}

impl From<Changed> for LeadListMembersResult {
    fn from(changed: Changed) -> Self {
        let count =
            |of: &[Membership]| changed.outcomes.iter().filter(|o| of.contains(&o.membership)).count();
        Self {
            added_count: count(&[Membership::Added]),
            removed_count: count(&[Membership::Removed]),
            unchanged_count: count(&[Membership::Unchanged]),
            refused_count: count(&[Membership::NotFound, Membership::OtherWorkspace, Membership::Mismatch]),
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
    async fn lead_list_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list's name, and its workspace.")] input: LeadListCreateInput,
    ) -> Result<LeadList> {
        let workspace = input.workspace_id.map(|id| id.0);
        Ok(lists::create(ctx.app(), ctx.scope()?, workspace, &input.name).await?.into())
    }

    /// Renames a list.
    async fn lead_list_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list, and its new name.")] input: LeadListUpdateInput,
    ) -> Result<LeadList> {
        let LeadListUpdateInput { id, name, expected_version } = input;
        Ok(lists::update(ctx.app(), ctx.scope()?, id.0, name, expected_version).await?.into())
    }

    /// Deletes a list; its leads stay.
    async fn lead_list_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list to delete.")] input: LeadListDeleteInput,
    ) -> Result<LeadList> {
        let LeadListDeleteInput { id, expected_version } = input;
        Ok(lists::delete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }

    /// Puts leads into a list. Each has an outcome of its own; one refusal stops no other.
    async fn lead_list_add_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which leads, into which list.")] input: LeadListAddLeadsInput,
    ) -> Result<LeadListMembersResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(lists::add_leads(ctx.app(), ctx.scope()?, input.id.0, (leads, input.item_keys)).await?.into())
    }

    /// Takes leads out of a list. Each has an outcome of its own.
    async fn lead_list_remove_leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which leads, out of which list.")] input: LeadListRemoveLeadsInput,
    ) -> Result<LeadListMembersResult> {
        let leads = input.lead_ids.into_iter().map(|id| id.0).collect();
        Ok(lists::remove_leads(ctx.app(), ctx.scope()?, input.id.0, (leads, input.item_keys)).await?.into())
    }
}
