//! Everything at a glance, and whether it is more than before.

use super::numbers::{LeadNumbers, LeadsHappened, METRICS};
use crate::{
    insight::analytics::{
        range::{Ask, Range},
        rollup,
        sums::{self, Sums, Whose},
    },
    kernel::{
        app::App,
        error::Result,
        events::FieldChange,
        permission::Permission,
        projection::{self, Standing},
        scope::Scope,
    },
};
use entity::{
    campaign::{self, CampaignStatus},
    data_source::{self, DataSourceStatus},
    ids::WorkspaceId,
    job::{self, JobStatus},
    metric::Metric,
    workspace,
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Select};

/// How many there are, and how many of them are at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Working {
    pub total: i64,
    pub active: i64,
}

/// Jobs: those of the range, and those of now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobNumbers {
    /// Made in the range.
    pub total: i64,
    /// Finished in the range.
    pub successful: i64,
    pub running: i64,
    pub pending: i64,
    /// By scraping jobs that finished in the range.
    pub records_scraped: i64,
}

/// A number now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trend {
    pub current: i64,
    pub previous: i64,
}

/// Everything at a glance.
#[derive(Clone, Copy, Debug)]
pub struct Overview {
    pub campaigns: Working,
    pub leads: LeadNumbers,
    pub data_sources: Working,
    pub jobs: JobNumbers,
    /// What happened in the range of the same length before.
    pub before: LeadsHappened,
    pub range: Range,
    pub standing: Standing,
}

impl Overview {
    /// Which numbers are others than `before`, by their place in the answer; none: both say the same, whenever it was asked.
    #[must_use]
    pub fn changes(&self, before: &Self) -> Vec<FieldChange> {
        let both = before.numbers().into_iter().zip(self.numbers());
        let changed = both.filter(|((_, from), (_, to))| from != to);
        changed.map(|((place, from), (_, to))| FieldChange::shown(place, from, to)).collect()
    }

    fn numbers(&self) -> [(&'static str, i64); 19] {
        let Self { campaigns, leads, data_sources, jobs, before, .. } = self;
        [
            ("campaigns.total", campaigns.total),
            ("campaigns.active", campaigns.active),
            ("campaigns.inactive", campaigns.total - campaigns.active),
            ("leads.total", leads.total),
            ("leads.new", leads.happened.new),
            ("leads.qualified", leads.happened.qualified),
            ("leads.contacted", leads.happened.contacted),
            ("leads.responded", leads.happened.responded),
            ("dataSources.total", data_sources.total),
            ("dataSources.active", data_sources.active),
            ("dataSources.inactive", data_sources.total - data_sources.active),
            ("jobs.total", jobs.total),
            ("jobs.successful", jobs.successful),
            ("jobs.running", jobs.running),
            ("jobs.pending", jobs.pending),
            ("jobs.recordsScraped", jobs.records_scraped),
            ("trends.leads.previous", before.new),
            ("trends.qualified.previous", before.qualified),
            ("trends.responded.previous", before.responded),
        ]
    }
}

/// The agency at a glance, or one of its workspaces.
pub async fn overview(
    app: &App,
    scope: &Scope,
    ask: Ask,
    workspace: Option<WorkspaceId>,
) -> Result<Overview> {
    scope.require(Permission::Read)?;
    if let Some(id) = workspace {
        scope.get::<workspace::Entity>(id, &scope.read(app)).await?;
    }
    let range = ask.at(app.now())?;
    let whose = Whose::Everything(workspace);
    // First: what is read after it is at least as new.
    let standing = projection::standing(app, scope, rollup::NAME).await?;
    let metrics =
        [METRICS.as_slice(), &[Metric::Jobs, Metric::JobsCompleted, Metric::RecordsScraped]].concat();
    let mut sums = sums::flows(app, scope, whose, &metrics, &[range, range.before()]).await?.into_iter();
    let (now, before) = (sums.next().unwrap_or_default(), sums.next().unwrap_or_default());
    let total = sums::stocks(app, scope, whose, &[Metric::Leads]).await?.of(Metric::Leads);
    Ok(Overview {
        campaigns: campaigns(app, scope, workspace).await?,
        leads: LeadNumbers { total, happened: LeadsHappened::of(&now) },
        data_sources: data_sources(app, scope).await?,
        jobs: jobs(app, scope, workspace, &now).await?,
        before: LeadsHappened::of(&before),
        range,
        standing,
    })
}

async fn campaigns(app: &App, scope: &Scope, workspace: Option<WorkspaceId>) -> Result<Working> {
    use campaign::Column as C;
    let mut rows = scope.find::<campaign::Entity>().filter(C::DeletedAt.is_null());
    if let Some(workspace) = workspace {
        rows = rows.filter(C::WorkspaceId.eq(workspace));
    }
    let by_status: Vec<(CampaignStatus, i64)> = counted(rows, C::Status, C::Id, app, scope).await?;
    Ok(working(&by_status, CampaignStatus::Active))
}

async fn data_sources(app: &App, scope: &Scope) -> Result<Working> {
    use data_source::Column as C;
    let rows = scope.find::<data_source::Entity>().filter(C::DeletedAt.is_null());
    let by_status: Vec<(DataSourceStatus, i64)> = counted(rows, C::Status, C::Id, app, scope).await?;
    Ok(working(&by_status, DataSourceStatus::Active))
}

async fn jobs(app: &App, scope: &Scope, workspace: Option<WorkspaceId>, sums: &Sums) -> Result<JobNumbers> {
    use job::Column as C;
    let mut rows =
        scope.find::<job::Entity>().filter(C::Status.is_in([JobStatus::Running, JobStatus::Pending]));
    if let Some(workspace) = workspace {
        rows = rows.filter(C::WorkspaceId.eq(workspace));
    }
    let by_status: Vec<(JobStatus, i64)> = counted(rows, C::Status, C::Id, app, scope).await?;
    let of = |status| by_status.iter().filter(|(is, _)| *is == status).map(|(_, count)| count).sum();
    Ok(JobNumbers {
        total: sums.of(Metric::Jobs),
        successful: sums.of(Metric::JobsCompleted),
        running: of(JobStatus::Running),
        pending: of(JobStatus::Pending),
        records_scraped: sums.of(Metric::RecordsScraped),
    })
}

async fn counted<E: sea_orm::EntityTrait, K: sea_orm::TryGetable + Send>(
    rows: Select<E>,
    by: E::Column,
    id: E::Column,
    app: &App,
    scope: &Scope,
) -> Result<Vec<(K, i64)>> {
    let rows = rows.select_only().column(by).expr_as(id.count(), "rows").group_by(by);
    Ok(rows.into_tuple().all(&scope.read(app)).await?)
}

fn working<K: PartialEq>(by_status: &[(K, i64)], active: K) -> Working {
    let of = |is: &dyn Fn(&K) -> bool| by_status.iter().filter(|(of, _)| is(of)).map(|(_, rows)| rows).sum();
    Working { total: of(&|_| true), active: of(&|is| *is == active) }
}
