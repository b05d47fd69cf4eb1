//! Webhook endpoints on Query.

use super::WebhookEndpoint;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args},
    hooks::endpoints,
};
use async_graphql::{Context, Object};
use entity::{ids::WebhookEndpointId, webhook_endpoint::EndpointStatus};

#[derive(Default)]
pub struct WebhookEndpointQuery;

#[Object]
impl WebhookEndpointQuery {
    /// One webhook endpoint.
    async fn webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<WebhookEndpointId>,
    ) -> Result<WebhookEndpoint> {
        Ok(endpoints::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's webhook endpoints, newest first.
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that are told something, or nothing.")] status: Option<EndpointStatus>,
    ) -> Result<Connection<WebhookEndpoint>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| endpoints::list(&app, &scope, status, &args).await).await?;
        Ok(page.counted_by(move || endpoints::count(app.clone(), scope.clone(), status)))
    }
}
