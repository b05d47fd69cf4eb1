//! Asking for campaigns.

use super::{
    Campaign,
    filter::{CampaignFilter, CampaignOrder, order},
};
use crate::{
    crm::campaigns::{self, list::CampaignAsk},
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args},
};
use async_graphql::{Context, Object};
use entity::ids::CampaignId;

#[derive(Default)]
pub struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// One campaign.
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] id: Id<CampaignId>,
    ) -> Result<Campaign> {
        Ok(campaigns::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// Campaigns of the agency; newest first, unless sorted otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list has")]
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Conditions that must hold.")] filter: Option<CampaignFilter>,
        #[graphql(desc = "A part of the name, in any case.")] search: Option<String>,
        #[graphql(desc = "How they are sorted.")] order_by: Option<CampaignOrder>,
    ) -> Result<Connection<Campaign>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let ask = CampaignAsk { filter: filter.unwrap_or_default().into(), search };
        let args = page_args(first, after, last, before);
        let page =
            connect(args, async |args| campaigns::list(&app, &scope, &ask, order(order_by), &args).await)
                .await?;
        Ok(page.counted_by(move || {
            let (app, scope, ask) = (app.clone(), scope.clone(), ask.clone());
            async move { campaigns::total(&app, &scope, &ask).await }
        }))
    }
}
