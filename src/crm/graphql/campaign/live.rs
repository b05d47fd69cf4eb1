//! A campaign's numbers as they move.

use super::{Campaign, object::CampaignMetrics};
use crate::{
    crm::campaigns,
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{event_kind::SubjectKind, ids::CampaignId};
use futures_util::Stream;

/// Something moved a campaign's numbers, or changed the campaign itself.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CampaignMetricsChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: CampaignId,
}

impl CampaignMetricsChange {
    fn of(id: CampaignId, moment: &Moment) -> Option<Self> {
        let is_about = |event: &crate::kernel::events::LoggedEvent| {
            event.subject.kind == SubjectKind::Campaign && event.subject.id == id.0
        };
        moment.event.as_deref().is_none_or(is_about).then(|| Self { meta: moment.into(), id })
    }
}

#[ComplexObject]
impl CampaignMetricsChange {
    /// The numbers, as they are when the message is made; null when the campaign is deleted.
    async fn metrics(&self, ctx: &Context<'_>) -> Result<Option<CampaignMetrics>> {
        Ok(Campaign::living(ctx, self.id).await?.map(|campaign| CampaignMetrics(campaign.0)))
    }

    /// The campaign, as it is when the message is made; null when it is deleted.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Campaign::living(ctx, self.id).await
    }
}

#[derive(Default)]
pub struct CampaignSubscription;

#[Subscription]
impl CampaignSubscription {
    /// A campaign's numbers: as they are now, then whenever they move.
    async fn campaign_metrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] id: Id<CampaignId>,
        #[graphql(desc = "Go on after this cursor, without the first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<CampaignMetricsChange>>> {
        let may_open = async { campaigns::get(ctx.app(), ctx.scope()?, id.0).await.map(|_| ()) };
        changes(ctx, Ask { after, has_snapshot: true }, may_open, move |moment| {
            CampaignMetricsChange::of(id.0, moment)
        })
        .await
    }
}
