//! What can be asked about lists.

use super::LeadList;
use crate::{
    crm::lists::{self, ListFilter},
    graphql::{
        Connection, CtxExt, Id, Result,
        connection::page_args,
        filter::{DateTimeFilter, IdFilter, TextFilter},
        order::OrderDirection,
    },
    kernel::page::OrderBy,
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{LeadListId, WorkspaceId},
    lead_list::{Column, Entity},
};

/// Conditions on lists, all of which must hold.
#[derive(Clone, Default, InputObject)]
pub struct LeadListFilter {
    /// On its workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// On its name.
    name: Option<TextFilter>,
    /// On when it was made.
    created_at: Option<DateTimeFilter>,
    /// All of these, too; nested at most five levels.
    #[graphql(default, validator(max_items = 20))]
    and: Vec<LeadListFilter>,
    /// At least one of these.
    #[graphql(default, validator(max_items = 20))]
    or: Vec<LeadListFilter>,
    /// Not this.
    not: Option<Box<LeadListFilter>>,
}

/// What lists are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum LeadListOrderField {
    /// When it was made.
    CreatedAt,
    /// Its name, without case and accents.
    Name,
}

/// How lists are sorted.
#[derive(InputObject)]
pub struct LeadListOrder {
    /// By what.
    field: LeadListOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<LeadListFilter> for ListFilter {
    fn from(f: LeadListFilter) -> Self {
        Self {
            workspace: f.workspace_id.map(IdFilter::of),
            name: f.name.map(Into::into),
            created_at: f.created_at.map(Into::into),
            and: f.and.into_iter().map(Into::into).collect(),
            or: f.or.into_iter().map(Into::into).collect(),
            not: f.not.map(|f| Box::new((*f).into())),
        }
    }
}

fn order(by: Option<LeadListOrder>) -> OrderBy<Entity> {
    let Some(by) = by else { return OrderBy { column: Column::CreatedAt, is_descending: true } };
    let column = match by.field {
        LeadListOrderField::CreatedAt => Column::CreatedAt,
        LeadListOrderField::Name => Column::NameFolded,
    };
    OrderBy { column, is_descending: by.direction.is_descending() }
}

#[derive(Default)]
pub struct LeadListQuery;

#[Object]
impl LeadListQuery {
    /// One list.
    async fn lead_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list.")] id: Id<LeadListId>,
    ) -> Result<LeadList> {
        Ok(lists::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// Lists of leads, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn lead_lists(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<LeadListFilter>,
        #[graphql(desc = "Words that must all be in the name.")] search: Option<String>,
        #[graphql(desc = "How they are sorted.")] order_by: Option<LeadListOrder>,
    ) -> Result<Connection<LeadList>> {
        let (app, scope, filter) =
            (ctx.app().clone(), ctx.scope()?.clone(), filter.unwrap_or_default().into());
        let args = page_args(first, after, last, before);
        let page = lists::list(&app, &scope, (&filter, search.as_deref()), order(order_by), &args).await?;
        Ok(Connection::from(page).counted_by(move || {
            let (app, scope, filter, search) = (app.clone(), scope.clone(), filter.clone(), search.clone());
            async move { lists::count(&app, &scope, &filter, search.as_deref()).await }
        }))
    }
}
