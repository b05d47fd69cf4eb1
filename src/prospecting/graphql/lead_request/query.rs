//! Lead requests on Query.

use super::LeadRequest;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{DateTimeFilter, IdFilter, choice},
        order::OrderDirection,
    },
    kernel::{filter::Choice, page::OrderBy},
    prospecting::requests::{self, LeadRequestFilter},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{LeadRequestId, WorkspaceId},
    lead_request::{self, LeadRequestStatus},
};

/// Conditions on where a request is.
#[derive(Clone, Debug, Default, InputObject)]
pub struct LeadRequestStatusFilter {
    /// Is this.
    eq: Option<LeadRequestStatus>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<LeadRequestStatus>>,
    /// Is not this.
    not: Option<LeadRequestStatus>,
}

/// Which requests; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "LeadRequestFilter")]
pub struct LeadRequestFilterInput {
    /// By where they are.
    status: Option<LeadRequestStatusFilter>,
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By when they were made.
    created_at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<LeadRequestFilterInput> for LeadRequestFilter {
    fn from(f: LeadRequestFilterInput) -> Self {
        let all = |filters: Option<Vec<LeadRequestFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            status: f.status.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            created_at: f.created_at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What requests can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum LeadRequestOrderField {
    /// When they were made.
    #[default]
    CreatedAt,
}

/// How requests are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct LeadRequestOrder {
    /// By what.
    #[graphql(default)]
    field: LeadRequestOrderField,
    /// Which way; DESC when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<LeadRequestOrder> for OrderBy<lead_request::Entity> {
    fn from(order: LeadRequestOrder) -> Self {
        let column = match order.field {
            LeadRequestOrderField::CreatedAt => lead_request::Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct LeadRequestQuery;

#[Object]
impl LeadRequestQuery {
    /// One lead request.
    async fn lead_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<LeadRequestId>,
    ) -> Result<LeadRequest> {
        Ok(requests::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's lead requests, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn lead_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<LeadRequestFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<LeadRequestOrder>,
    ) -> Result<Connection<LeadRequest>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: LeadRequestFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| requests::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || requests::count(app.clone(), scope.clone(), filter.clone())))
    }
}
