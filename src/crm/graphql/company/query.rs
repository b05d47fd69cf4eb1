//! What can be asked about companies.

use super::{
    Company,
    inputs::{CompanyFilterInput, CompanyOrder, order},
};
use crate::{
    crm::{companies, graphql::lead::relations},
    graphql::{Connection, CtxExt, Id, Result, connection::page_args},
};
use async_graphql::{Context, Object};
use entity::ids::CompanyId;

#[derive(Default)]
pub struct CompanyQuery;

#[Object]
impl CompanyQuery {
    /// One company.
    async fn company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company.")] id: Id<CompanyId>,
    ) -> Result<Company> {
        Ok(companies::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// Companies, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<CompanyFilterInput>,
        #[graphql(desc = "Words that must all be in the name, domain, industry or city.")] search: Option<
            String,
        >,
        #[graphql(desc = "How they are sorted.")] order_by: Option<CompanyOrder>,
    ) -> Result<Connection<Company>> {
        let (app, scope, filter) =
            (ctx.app().clone(), ctx.scope()?.clone(), filter.unwrap_or_default().into());
        let args = page_args(first, after, last, before);
        let page =
            companies::list(&app, &scope, (&filter, search.as_deref()), order(order_by), &args).await?;
        relations::of_companies(ctx, &page).await?;
        Ok(Connection::from(page).counted_by(move || {
            let (app, scope, filter, search) = (app.clone(), scope.clone(), filter.clone(), search.clone());
            async move { companies::count(&app, &scope, &filter, search.as_deref()).await }
        }))
    }
}
