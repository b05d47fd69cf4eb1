//! Who may be known twice.

use super::Lead;
use crate::{
    crm::leads::{self, DuplicateGroup as Group, Likeness, Sought},
    graphql::{Connection, CtxExt, Id, Result, connection::page_args},
};
use async_graphql::{Context, Enum, Object, SimpleObject};
use entity::ids::WorkspaceId;

/// What leads share that may be one person.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum DuplicateLikeness {
    /// Their name, without case and accents.
    Name,
    /// Their mailbox: the address without what stands between `+` and `@`.
    Mailbox,
}

/// Leads of one workspace that may be one person.
#[derive(SimpleObject)]
pub struct DuplicateGroup {
    /// The leads, the oldest first; ten at most.
    leads: Vec<Lead>,
    /// How many there are.
    lead_count: i64,
}

impl From<Group> for DuplicateGroup {
    fn from(group: Group) -> Self {
        let Group { leads, lead_count } = group;
        Self { leads: leads.into_iter().map(Lead::from).collect(), lead_count }
    }
}

impl From<DuplicateLikeness> for Likeness {
    fn from(by: DuplicateLikeness) -> Self {
        match by {
            DuplicateLikeness::Name => Self::Name,
            DuplicateLikeness::Mailbox => Self::Mailbox,
        }
    }
}

#[derive(Default)]
pub struct DuplicateQuery;

#[Object]
impl DuplicateQuery {
    /// Leads that may be the same person, to be looked at and merged (`leadMerge`). The same e-mail address, LinkedIn profile
    /// or phone number twice in a workspace cannot be: such people are one lead from the start.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn duplicates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "What they share; the name unless said otherwise.")] by: Option<DuplicateLikeness>,
        #[graphql(desc = "In this workspace only.")] workspace_id: Option<Id<WorkspaceId>>,
    ) -> Result<Connection<DuplicateGroup>> {
        let by = by.unwrap_or(DuplicateLikeness::Name).into();
        let sought = Sought { by, workspace: workspace_id.map(|id| id.0) };
        let args = page_args(first, after, last, before);
        Ok(leads::duplicates(ctx.app(), ctx.scope()?, sought, &args).await?.into())
    }
}
