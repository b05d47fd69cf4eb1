//! Everything at a glance.

use super::range::AnalyticsRange;
use crate::insight::analytics::{JobNumbers, LeadNumbers, Overview, Trend, Working, rate};
use async_graphql::{Object, SimpleObject};
use chrono::{DateTime, Utc};

/// How many there are now.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsWorking {
    /// All of them; deleted ones do not count.
    total: i64,
    /// Those that are ACTIVE.
    active: i64,
    /// All others.
    inactive: i64,
}

impl From<Working> for AnalyticsWorking {
    fn from(Working { total, active }: Working) -> Self {
        Self { total, active, inactive: total - active }
    }
}

/// Leads: how many there are, and what happened in the range. What happened stays true when the lead is deleted later.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsLeads {
    /// There are now; deleted ones, and those that became part of others, do not count.
    total: i64,
    /// Made in the range; of a campaign, joined it.
    new: i64,
    /// How often a lead became QUALIFIED in the range.
    qualified: i64,
    /// Written to for the first time in the range.
    contacted: i64,
    /// Answered for the first time in the range.
    responded: i64,
    /// `qualified` for each that is `new`, both in the range; above 1 when older leads were qualified. Null without new ones.
    conversion_rate: Option<f64>,
    /// `responded` for each that was `contacted`, both in the range; above 1 when they were written to before it. Null when
    /// nobody was written to.
    response_rate: Option<f64>,
}

impl From<LeadNumbers> for AnalyticsLeads {
    fn from(LeadNumbers { total, happened }: LeadNumbers) -> Self {
        Self {
            total,
            new: happened.new,
            qualified: happened.qualified,
            contacted: happened.contacted,
            responded: happened.responded,
            conversion_rate: rate(happened.qualified, happened.new),
            response_rate: rate(happened.responded, happened.contacted),
        }
    }
}

/// Jobs: those of the range, and those of now.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsJobs {
    /// Made in the range.
    total: i64,
    /// Completed in the range.
    successful: i64,
    /// Running now.
    running: i64,
    /// Waiting to be started now.
    pending: i64,
    /// Records that scraping jobs went through which were completed in the range.
    records_scraped: i64,
}

impl From<JobNumbers> for AnalyticsJobs {
    fn from(JobNumbers { total, successful, running, pending, records_scraped }: JobNumbers) -> Self {
        Self { total, successful, running, pending, records_scraped }
    }
}

/// A number, and what it was in the range of the same length before.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsTrend {
    /// In the range.
    current: i64,
    /// In the one before.
    previous: i64,
    /// By how much it grew: 0.25 is a quarter more, -1 is nothing left. Null when there was nothing before.
    change: Option<f64>,
}

impl From<Trend> for AnalyticsTrend {
    fn from(Trend { current, previous }: Trend) -> Self {
        Self { current, previous, change: rate(current, previous).map(|share| share - 1.0) }
    }
}

/// Whether it is more than before.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AnalyticsTrends {
    /// New leads.
    leads: AnalyticsTrend,
    /// Leads that became QUALIFIED.
    qualified: AnalyticsTrend,
    /// Leads that answered.
    responded: AnalyticsTrend,
}

/// Everything at a glance. A CLIENT sees the numbers of their campaigns added up: a lead in two of them counts in each.
pub struct AnalyticsOverview(pub Overview);

/// Everything at a glance. A CLIENT sees the numbers of their campaigns added up: a lead in two of them counts in each.
#[Object]
impl AnalyticsOverview {
    /// Campaigns, as they are now.
    async fn campaigns(&self) -> AnalyticsWorking {
        self.0.campaigns.into()
    }

    /// Leads.
    async fn leads(&self) -> AnalyticsLeads {
        self.0.leads.into()
    }

    /// Data sources, as they are now. They belong to the agency: a workspace has none of its own.
    async fn data_sources(&self) -> AnalyticsWorking {
        self.0.data_sources.into()
    }

    /// Jobs.
    async fn jobs(&self) -> AnalyticsJobs {
        self.0.jobs.into()
    }

    /// Whether it is more than before.
    async fn trends(&self) -> AnalyticsTrends {
        let (now, before) = (self.0.leads.happened, self.0.before);
        let trend = |current, previous| Trend { current, previous }.into();
        AnalyticsTrends {
            leads: trend(now.new, before.new),
            qualified: trend(now.qualified, before.qualified),
            responded: trend(now.responded, before.responded),
        }
    }

    /// Over which time.
    async fn range(&self) -> AnalyticsRange {
        self.0.range.into()
    }

    /// The range of the same length before, which `trends` compare with.
    async fn previous_range(&self) -> AnalyticsRange {
        self.0.range.before().into()
    }

    /// As of when this is right: mostly now, at times about a second ago; null when nothing was read
    /// yet.
    async fn as_of(&self) -> Option<DateTime<Utc>> {
        self.0.standing.as_of
    }
}
