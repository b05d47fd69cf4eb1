//! Asking for boards.

use super::{
    Pipeline,
    filter::{PipelineFilter, PipelineOrder, order},
};
use crate::{
    crm::pipelines::{self, list::PipelineAsk},
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args},
};
use async_graphql::{Context, Object};
use entity::ids::PipelineId;

#[derive(Default)]
pub struct PipelineQuery;

#[Object]
impl PipelineQuery {
    /// One pipeline: its stages and cards are its fields.
    async fn pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<PipelineId>,
    ) -> Result<Pipeline> {
        Ok(pipelines::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// Pipelines (boards) of the agency; newest first, unless sorted otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list has")]
    async fn pipelines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Conditions that must hold.")] filter: Option<PipelineFilter>,
        #[graphql(desc = "A part of the name, in any case.")] search: Option<String>,
        #[graphql(desc = "How they are sorted.")] order_by: Option<PipelineOrder>,
    ) -> Result<Connection<Pipeline>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let ask = PipelineAsk { filter: filter.unwrap_or_default().into(), search };
        let args = page_args(first, after, last, before);
        let page =
            connect(args, async |args| pipelines::list(&app, &scope, &ask, order(order_by), &args).await)
                .await?;
        Ok(page.counted_by(move || {
            let (app, scope, ask) = (app.clone(), scope.clone(), ask.clone());
            async move { pipelines::total(&app, &scope, &ask).await }
        }))
    }
}
