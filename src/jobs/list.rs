//! Asking about jobs: one, many, and what happened inside one.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{DataSourceId, JobId, WorkspaceId},
    job::{self, Column as C, JobKind, JobStatus},
    job_log::{self, LogLevel},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};

/// Which jobs.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    pub status: Choice<JobStatus>,
    pub kind: Choice<JobKind>,
    pub data_source: Choice<DataSourceId>,
    pub workspace: Choice<WorkspaceId>,
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
    let mut lines = scope
        .find::<job_log::Entity>()
        .filter(job_log::Column::JobId.eq(id))
        .filter(job_log::Column::Seq.gt(after));
    if let Some(level) = level {
        lines = lines.filter(job_log::Column::Level.is_in(at_least(level)));
    }
    let lines = lines.order_by_asc(job_log::Column::Seq).limit(first + 1);
    let mut lines = lines.all(&scope.read(app)).await?;
    let size = usize::try_from(first).unwrap_or(usize::MAX);
    let has_more = lines.len() > size;
    lines.truncate(size);
    Ok((lines, has_more))
}

fn at_least(level: LogLevel) -> Vec<LogLevel> {
    let all = [LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error];
    all.into_iter().skip_while(|each| *each != level).collect()
}
