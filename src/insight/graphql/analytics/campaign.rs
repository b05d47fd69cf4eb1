//! One campaign's numbers.

use super::range::AnalyticsRange;
use crate::{
    crm::graphql::Campaign,
    graphql::scalars::Date,
    insight::analytics::{CampaignNumbers, Every, LeadsHappened, Point, Share, rate},
};
use async_graphql::{Enum, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    campaign::Model,
    lead::{LeadStatus, Qualification},
};

/// How long a point of a time line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Every", name = "AnalyticsInterval")]
pub enum AnalyticsInterval {
    /// From midnight to midnight in the time zone: 23 or 25 hours when clocks are changed.
    Day,
    /// From Monday on.
    Week,
    /// From the first of a month on.
    Month,
}

/// A campaign's numbers, as they are now. Deleted leads do not count.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsCampaignMetrics {
    /// Leads in it.
    total_leads: i64,
    /// Of these, found to fit.
    qualified: i64,
    /// Of these, written to.
    contacted: i64,
    /// Of these, who answered.
    responded: i64,
    /// The share of the leads that were found to fit, 0 to 1; null without leads.
    qualification_rate: Option<f64>,
    /// The share of those written to who answered, 0 to 1; null when nobody was written to.
    response_rate: Option<f64>,
}

impl From<&Model> for AnalyticsCampaignMetrics {
    fn from(row: &Model) -> Self {
        let (contacted, responded) = (row.contacted_count, row.replied_count);
        Self {
            total_leads: row.lead_count.into(),
            qualified: row.qualified_count.into(),
            contacted: contacted.into(),
            responded: responded.into(),
            qualification_rate: rate(row.qualified_count.into(), row.lead_count.into()),
            response_rate: rate(responded.min(contacted).into(), contacted.into()),
        }
    }
}

/// What happened to a campaign's leads in a day, a week or a month. It stays true when leads leave or are deleted later.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsPoint {
    /// Its first day, in the time zone asked for.
    date: Date,
    /// Leads that joined.
    total_leads: i64,
    /// How often one of its leads became QUALIFIED.
    qualified: i64,
    /// Leads of it that were written to for the first time.
    contacted: i64,
    /// Leads of it that answered for the first time.
    responded: i64,
}

impl From<Point<LeadsHappened>> for AnalyticsPoint {
    fn from(Point { date, sums }: Point<LeadsHappened>) -> Self {
        Self {
            date: Date(date),
            total_leads: sums.new,
            qualified: sums.qualified,
            contacted: sums.contacted,
            responded: sums.responded,
        }
    }
}

/// Leads of one status.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsStatusShare {
    /// Which one.
    status: LeadStatus,
    /// Leads that have it now.
    count: i64,
    /// How often a lead came to have it in the range.
    entered: i64,
}

impl From<Share<LeadStatus>> for AnalyticsStatusShare {
    fn from(Share { of: status, count, entered }: Share<LeadStatus>) -> Self {
        Self { status, count, entered }
    }
}

/// Leads of one qualification.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsQualificationShare {
    /// Which one.
    qualification: Qualification,
    /// Leads that have it now.
    count: i64,
    /// How often a lead came to have it in the range.
    entered: i64,
}

impl From<Share<Qualification>> for AnalyticsQualificationShare {
    fn from(Share { of: qualification, count, entered }: Share<Qualification>) -> Self {
        Self { qualification, count, entered }
    }
}

/// Who is in a campaign.
#[derive(Clone, Debug, SimpleObject)]
pub struct AnalyticsDistribution {
    /// Every status.
    status: Vec<AnalyticsStatusShare>,
    /// Every qualification.
    qualification: Vec<AnalyticsQualificationShare>,
}

/// One campaign's numbers.
pub struct CampaignAnalytics(pub CampaignNumbers);

/// One campaign's numbers.
#[Object]
impl CampaignAnalytics {
    /// The campaign.
    async fn campaign(&self) -> Campaign {
        self.0.campaign.clone().into()
    }

    /// Its numbers now, exact to this moment.
    async fn metrics(&self) -> AnalyticsCampaignMetrics {
        (&self.0.campaign).into()
    }

    /// What happened when, without gaps, from the beginning of the first day, week or month on.
    async fn timeline(&self) -> Vec<AnalyticsPoint> {
        self.0.timeline.iter().copied().map(Into::into).collect()
    }

    /// Who is in it.
    async fn distribution(&self) -> AnalyticsDistribution {
        AnalyticsDistribution {
            status: self.0.statuses.iter().copied().map(Into::into).collect(),
            qualification: self.0.qualifications.iter().copied().map(Into::into).collect(),
        }
    }

    /// Over which time.
    async fn range(&self) -> AnalyticsRange {
        self.0.range.into()
    }

    /// As of when time line and distribution are right: mostly now, at times about a second ago; null when nothing was read
    /// yet.
    async fn as_of(&self) -> Option<DateTime<Utc>> {
        self.0.standing.as_of
    }
}
