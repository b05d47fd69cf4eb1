//! Leads by what they are, and the campaigns that do best.

use super::{
    campaign::{AnalyticsCampaignMetrics, AnalyticsStatusShare},
    overview::AnalyticsLeads,
    range::AnalyticsRange,
};
use crate::{
    crm::graphql::Campaign,
    insight::analytics::{GroupBy, LeadGroup, LeadsAnswer, TopBy},
};
use async_graphql::{Enum, Object};
use chrono::{DateTime, Utc};
use entity::campaign::Model;

/// By what leads are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "GroupBy", name = "AnalyticsLeadGrouping")]
pub enum AnalyticsLeadGrouping {
    /// By where the conversation is.
    Status,
    /// By what we decided.
    Qualification,
    /// By campaign: the 100 largest. A lead in several counts in each.
    Campaign,
    /// By where the leads came from, in the words they were given: the 100 largest.
    Source,
}

/// What campaigns are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "TopBy", name = "TopCampaignMetric")]
pub enum TopCampaignMetric {
    /// Leads in them.
    Leads,
    /// Leads found to fit.
    Qualified,
    /// Leads written to.
    Contacted,
    /// Leads who answered.
    Responded,
    /// The share of the leads that were found to fit; campaigns without leads are left out.
    QualificationRate,
    /// The share of those written to who answered; campaigns in which nobody was written to are left out.
    ResponseRate,
}

/// Leads of one kind.
pub struct AnalyticsLeadGroup(LeadGroup);

/// Leads of one kind.
#[Object]
impl AnalyticsLeadGroup {
    /// The status, the qualification, the campaign's name or the source; null: those that have no source.
    async fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// The campaign, when grouped by it.
    async fn campaign(&self) -> Option<Campaign> {
        self.0.campaign.clone().map(Into::into)
    }

    /// There are now.
    async fn count(&self) -> i64 {
        self.0.count
    }

    /// Came to be of this kind in the range: took the status, joined the campaign. Of a source: those there are that were
    /// made in the range.
    async fn entered(&self) -> i64 {
        self.0.entered
    }
}

/// A campaign that does well.
pub struct TopCampaign(pub Model);

/// A campaign that does well.
#[Object]
impl TopCampaign {
    /// Which one.
    async fn campaign(&self) -> Campaign {
        self.0.clone().into()
    }

    /// Its numbers now.
    async fn metrics(&self) -> AnalyticsCampaignMetrics {
        (&self.0).into()
    }
}

/// Leads by what they are.
pub struct LeadsAnalytics(pub LeadsAnswer);

/// Leads by what they are.
#[Object]
impl LeadsAnalytics {
    /// All of them together.
    async fn metrics(&self) -> AnalyticsLeads {
        self.0.metrics.into()
    }

    /// Every status.
    async fn status_breakdown(&self) -> Vec<AnalyticsStatusShare> {
        self.0.statuses.iter().copied().map(Into::into).collect()
    }

    /// As asked for by `groupBy`; campaigns and sources with the most leads first.
    async fn groups(&self) -> Vec<AnalyticsLeadGroup> {
        self.0.groups.iter().cloned().map(AnalyticsLeadGroup).collect()
    }

    /// The five largest campaigns; of one campaign, that one.
    async fn top_campaigns(&self) -> Vec<TopCampaign> {
        self.0.top_campaigns.iter().cloned().map(TopCampaign).collect()
    }

    /// Over which time.
    async fn range(&self) -> AnalyticsRange {
        self.0.range.into()
    }

    /// As of when this is right: mostly now, at times about a second ago; null when nothing was read
    /// yet.
    async fn as_of(&self) -> Option<DateTime<Utc>> {
        self.0.standing.as_of
    }
}
