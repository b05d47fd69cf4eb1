//! Prospects on Query.

use super::Prospect;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{IdFilter, IntFilter, TextFilter, choice},
        order::OrderDirection,
    },
    kernel::{filter::Choice, page::OrderBy},
    prospecting::prospects::{self, ProspectFilter},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    contact::Seniority,
    ids::{LeadId, LeadRequestId, ProspectId, WorkspaceId},
    prospect,
};

/// Conditions on how high in the house somebody is.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ProspectSeniorityFilter {
    /// Is this.
    eq: Option<Seniority>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<Seniority>>,
    /// Is not this.
    not: Option<Seniority>,
    /// Is unknown (true) or is not (false).
    is_null: Option<bool>,
}

/// Which prospects; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ProspectFilter")]
pub struct ProspectFilterInput {
    /// By the request that found them.
    lead_request_id: Option<IdFilter<LeadRequestId>>,
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By the lead they were saved as.
    lead_id: Option<IdFilter<LeadId>>,
    /// By how high in the house they are.
    seniority: Option<ProspectSeniorityFilter>,
    /// By country, ISO 3166-1 alpha-2.
    country: Option<TextFilter>,
    /// By score.
    score: Option<IntFilter>,
    /// Whether they were dismissed.
    is_dismissed: Option<bool>,
    /// Whether they are among the results of their request.
    is_ranked: Option<bool>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<ProspectFilterInput> for ProspectFilter {
    fn from(f: ProspectFilterInput) -> Self {
        let all = |filters: Option<Vec<ProspectFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            lead_request: f.lead_request_id.map(IdFilter::of).unwrap_or_default(),
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            lead: f.lead_id.map(IdFilter::of).unwrap_or_default(),
            seniority: f.seniority.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, f.is_null)),
            country: f.country.map(Into::into).unwrap_or_default(),
            score: f.score.map(Into::into).unwrap_or_default(),
            is_dismissed: f.is_dismissed,
            is_ranked: f.is_ranked,
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What prospects can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum ProspectOrderField {
    /// Their place among the results of their request; people without one come last.
    #[default]
    Rank,
    /// How well they fit.
    Score,
    /// When they were found.
    CreatedAt,
}

/// How prospects are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ProspectOrder {
    /// By what.
    #[graphql(default)]
    field: ProspectOrderField,
    /// Which way.
    direction: OrderDirection,
}

impl Default for ProspectOrder {
    fn default() -> Self {
        Self { field: ProspectOrderField::Rank, direction: OrderDirection::Asc }
    }
}

impl From<ProspectOrder> for OrderBy<prospect::Entity> {
    fn from(order: ProspectOrder) -> Self {
        let column = match order.field {
            ProspectOrderField::Rank => prospect::Column::Rank,
            ProspectOrderField::Score => prospect::Column::Score,
            ProspectOrderField::CreatedAt => prospect::Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct ProspectQuery;

#[Object]
impl ProspectQuery {
    /// One prospect.
    async fn prospect(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their id.")] id: Id<ProspectId>,
    ) -> Result<Prospect> {
        Ok(prospects::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// People that lead requests found, the best first unless said otherwise. Filter by `leadRequestId`; people who were found
    /// but are not among the results are listed too, after the others.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn prospects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ProspectFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<ProspectOrder>,
    ) -> Result<Connection<Prospect>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: ProspectFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| prospects::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || prospects::count(app.clone(), scope.clone(), filter.clone())))
    }
}
