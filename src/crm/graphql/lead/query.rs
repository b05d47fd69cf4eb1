//! What can be asked about leads.

use super::{
    Lead,
    filter::{LeadFilter, LeadOrder, order},
    relations,
};
use crate::{
    crm::leads::{self, Wanted},
    graphql::{Connection, CtxExt, Id, Result, connection::page_args},
    kernel::{app::App, error, page::PageArgs, scope::Scope},
};
use async_graphql::{Context, Object, SimpleObject};
use entity::ids::{LeadId, WorkspaceId};

/// A label in use.
#[derive(SimpleObject)]
pub struct Tag {
    /// The label.
    name: String,
    /// How many live leads have it.
    lead_count: i64,
}

impl From<leads::Tag> for Tag {
    fn from(tag: leads::Tag) -> Self {
        Self { name: tag.name, lead_count: tag.lead_count }
    }
}

#[derive(Default)]
pub struct LeadQuery;

#[Object]
impl LeadQuery {
    /// One lead.
    async fn lead(&self, ctx: &Context<'_>, #[graphql(desc = "The lead.")] id: Id<LeadId>) -> Result<Lead> {
        Ok(leads::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// Leads, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<LeadFilter>,
        #[graphql(
            desc = "Words that must all be in the name, title, company (not for a CLIENT), address, number or city."
        )]
        search: Option<String>,
        #[graphql(desc = "How they are sorted.")] order_by: Option<LeadOrder>,
        #[graphql(desc = "The deleted leads instead of the live ones.", default)] deleted: bool,
    ) -> Result<Connection<Lead>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let wanted = Wanted { filter: filter.unwrap_or_default().into(), search, is_deleted: deleted };
        let args = page_args(first, after, last, before);
        let page = page(ctx, &wanted, order(order_by), &args).await?;
        Ok(page.counted_by(move || count(app.clone(), scope.clone(), wanted.clone())))
    }

    /// The labels in use, by name.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Of leads of this workspace only.")] workspace_id: Option<Id<WorkspaceId>>,
        #[graphql(desc = "Words that must all be in the label.")] search: Option<String>,
    ) -> Result<Connection<Tag>> {
        let args = page_args(first, after, last, before);
        let workspace = workspace_id.map(|id| id.0);
        let page = leads::tags(ctx.app(), ctx.scope()?, workspace, search.as_deref(), &args).await?;
        Ok(page.into())
    }
}

/// Written where it can be, resolved where it cannot.
async fn page(
    ctx: &Context<'_>,
    wanted: &Wanted,
    order: leads::LeadOrder,
    args: &PageArgs,
) -> Result<Connection<Lead>> {
    if let Some(finished) = relations::written_page(ctx, wanted, order, args).await? {
        return Ok(finished.into());
    }
    let columns = relations::columns_of_leads(ctx);
    let page = leads::list(ctx.app(), ctx.scope()?, wanted, (order, columns), args).await?;
    relations::of_leads(ctx, &page).await?;
    Ok(page.into())
}

async fn count(app: App, scope: Scope, wanted: Wanted) -> error::Result<(u64, bool)> {
    leads::count(&app, &scope, &wanted).await
}
