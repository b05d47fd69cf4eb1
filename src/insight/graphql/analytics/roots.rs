//! The questions.

use super::{
    campaign::{AnalyticsInterval, CampaignAnalytics},
    leads::{AnalyticsLeadGrouping, LeadsAnalytics, TopCampaign, TopCampaignMetric},
    overview::AnalyticsOverview,
    pipeline::{PipelineAnalytics, ProviderAnalytics},
    range::{AnalyticsRangeInput, ask},
    team::MemberAnalytics,
};
use crate::{
    graphql::{CtxExt, Id, Result, scalars::TimeZone},
    identity::users,
    insight::analytics::{self, LeadsAsk, Timeline},
    kernel::permission::Permission,
};
use async_graphql::{Context, Object};
use entity::ids::{CampaignId, PipelineId, WorkspaceId};

/// The agency's numbers, each over a range of time.
pub struct Analytics;

/// The agency's numbers, each over a range of time.
#[Object]
impl Analytics {
    /// Everything at a glance, and whether it is more than before.
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
        #[graphql(desc = "Of this workspace only.")] workspace_id: Option<Id<WorkspaceId>>,
    ) -> Result<AnalyticsOverview> {
        let workspace = workspace_id.map(|id| id.0);
        let found = analytics::overview(ctx.app(), ctx.scope()?, ask(range), workspace).await?;
        Ok(AnalyticsOverview(found))
    }

    /// One campaign: its numbers, how they came about, who is in it.
    async fn campaign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which campaign.")] id: Id<CampaignId>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
        #[graphql(desc = "How long a point of the time line is.", default_with = "AnalyticsInterval::Day")]
        group_by: AnalyticsInterval,
        #[graphql(
            desc = "Whose days; yours unless given (`user.timeZone`), and UTC for whoever has none: API keys, for instance."
        )]
        time_zone: Option<TimeZone>,
    ) -> Result<CampaignAnalytics> {
        let line = Timeline { every: group_by.into(), zone: zone(ctx, time_zone).await? };
        let found = analytics::campaign(ctx.app(), ctx.scope()?, id.0, ask(range), &line).await?;
        Ok(CampaignAnalytics(found))
    }

    /// Leads by what they are.
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
        #[graphql(desc = "By what they are told apart.", default_with = "AnalyticsLeadGrouping::Status")]
        group_by: AnalyticsLeadGrouping,
        #[graphql(desc = "Of this campaign only.")] campaign_id: Option<Id<CampaignId>>,
        #[graphql(desc = "Of this workspace only.")] workspace_id: Option<Id<WorkspaceId>>,
    ) -> Result<LeadsAnalytics> {
        let (campaign, workspace) = (campaign_id.map(|id| id.0), workspace_id.map(|id| id.0));
        let asked = LeadsAsk { range: ask(range), group_by: group_by.into(), campaign, workspace };
        Ok(LeadsAnalytics(analytics::leads(ctx.app(), ctx.scope()?, asked).await?))
    }

    /// How cards went through a pipeline.
    async fn pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which pipeline.")] id: Id<PipelineId>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
    ) -> Result<PipelineAnalytics> {
        Ok(PipelineAnalytics(analytics::pipeline(ctx.app(), ctx.scope()?, id.0, ask(range)).await?))
    }

    /// What was asked of providers, what came of it, and what it cost; by name.
    async fn providers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
    ) -> Result<Vec<ProviderAnalytics>> {
        let (found, _) = analytics::providers(ctx.app(), ctx.scope()?, ask(range)).await?;
        Ok(found.into_iter().map(ProviderAnalytics).collect())
    }

    /// What members look after and get done; who joined first first.
    async fn team(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
    ) -> Result<Vec<MemberAnalytics>> {
        let (found, ..) = analytics::team(ctx.app(), ctx.scope()?, ask(range)).await?;
        Ok(found.into_iter().map(MemberAnalytics).collect())
    }
}

/// The zone that is asked for, else the one of the person who asks, else UTC.
async fn zone(ctx: &Context<'_>, asked: Option<TimeZone>) -> Result<String> {
    if let Some(zone) = asked {
        return Ok(zone.0);
    }
    let theirs = match ctx.caller()?.user {
        Some(id) => users::myself(ctx.app(), id).await?.time_zone,
        None => None,
    };
    Ok(theirs.unwrap_or_else(|| "UTC".to_owned()))
}

#[derive(Default)]
pub struct AnalyticsQuery;

#[Object]
impl AnalyticsQuery {
    /// The agency's numbers. What each means: docs/analytics.md.
    async fn analytics(&self, ctx: &Context<'_>) -> Result<Analytics> {
        ctx.scope()?.require(Permission::Read)?;
        Ok(Analytics)
    }

    /// The campaigns that do best, by their numbers now.
    async fn top_campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they are compared by.")] metric: TopCampaignMetric,
        #[graphql(desc = "How many, 1 to 100.", default = 5)] limit: i32,
    ) -> Result<Vec<TopCampaign>> {
        let limit = u64::try_from(limit).unwrap_or_default();
        let found = analytics::top(ctx.app(), ctx.scope()?, metric.into(), limit, None).await?;
        Ok(found.into_iter().map(TopCampaign).collect())
    }
}
