//! Asking about jobs: one, many, and what happened inside one.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range},
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{self, Column as C, JobKind, JobStatus},
    job_log::{self, LogLevel},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::HashMap;

/// Which jobs.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    pub status: Choice<JobStatus>,
    pub kind: Choice<JobKind>,
    pub data_source: Choice<DataSourceId>,
    pub workspace: Choice<WorkspaceId>,
    pub campaign: Choice<CampaignId>,
    pub created_at: Range<DateTime<Utc>>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for JobFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.status.on(C::Status))
            .add(self.kind.on(C::Kind))
            .add(self.data_source.on(C::DataSourceId))
            .add(self.workspace.on(C::WorkspaceId))
            .add(self.campaign.on(C::CampaignId))
            .add(self.created_at.on(C::CreatedAt))
    }

    fn and(&self) -> &[Self] {
        &self.and
    }

    fn or(&self) -> &[Self] {
        &self.or
    }

    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
}

pub async fn get(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    scope.require(Permission::Read)?;
    scope.get::<job::Entity>(id, &scope.read(app)).await
}

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &JobFilter,
    order: OrderBy<job::Entity>,
    args: &PageArgs,
) -> Result<Page<job::Model>> {
    page::page(rows(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: JobFilter) -> Result<(u64, bool)> {
    page::total(rows(&scope, &filter)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, filter: &JobFilter) -> Result<Select<job::Entity>> {
    scope.require(Permission::Read)?;
    Ok(scope.find::<job::Entity>().filter(filter.condition()?))
}

/// The lines of a job's log after number `after`, oldest first, and whether there are more. The job has been resolved
/// through the caller's scope. `level`: only lines at least this loud.
pub async fn logs(
    app: &App,
    scope: &Scope,
    id: JobId,
    (after, first): (i64, u64),
    level: Option<LogLevel>,
) -> Result<(Vec<job_log::Model>, bool)> {
    let lines = lines(scope, after, level).filter(job_log::Column::JobId.eq(id));
    let lines = lines.order_by_asc(job_log::Column::Seq).limit(first + 1);
    let mut lines = lines.all(&scope.read(app)).await?;
    let size = usize::try_from(first).unwrap_or(usize::MAX);
    let has_more = lines.len() > size;
    lines.truncate(size);
    Ok((lines, has_more))
}

/// The same for many jobs at once, up to a page of each.
pub async fn logs_of(
    app: &App,
    scope: &Scope,
    jobs: &[JobId],
    (after, first): (i64, u64),
    level: Option<LogLevel>,
) -> Result<HashMap<JobId, (Vec<job_log::Model>, bool)>> {
    let order = OrderBy { column: job_log::Column::Seq, is_descending: false };
    let args = PageArgs { first: i32::try_from(first).ok(), ..PageArgs::default() };
    let lines = lines(scope, after, level);
    let found = pages(lines, job_log::Column::JobId, jobs, order, &args, &scope.read(app)).await?;
    let shown = |(job, page): (JobId, Page<job_log::Model>)| {
        let lines: Vec<job_log::Model> = page.items.into_iter().map(|(_, line)| line).collect();
        (job, (lines, page.has_next))
    };
    Ok(found.into_iter().map(shown).collect())
}

fn lines(scope: &Scope, after: i64, level: Option<LogLevel>) -> Select<job_log::Entity> {
    let lines = scope.find::<job_log::Entity>().filter(job_log::Column::Seq.gt(after));
    match level {
        Some(level) => lines.filter(job_log::Column::Level.is_in(at_least(level))),
        None => lines,
    }
}

/// The levels that are at least this loud.
pub(super) fn at_least(level: LogLevel) -> Vec<LogLevel> {
    let all = [LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error];
    all.into_iter().skip_while(|each| *each != level).collect()
}
