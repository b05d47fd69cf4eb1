//! Jobs on Query.

use super::Job;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{DateTimeFilter, IdFilter, choice},
        order::OrderDirection,
    },
    jobs::{self, JobFilter},
    kernel::{filter::Choice, page::OrderBy},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{self, JobKind, JobStatus},
};

/// Conditions on a job's status.
#[derive(Clone, Debug, Default, InputObject)]
pub struct JobStatusFilter {
    /// Is this.
    eq: Option<JobStatus>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<JobStatus>>,
    /// Is not this.
    not: Option<JobStatus>,
}

/// Conditions on what a job works on.
#[derive(Clone, Debug, Default, InputObject)]
pub struct JobKindFilter {
    /// Is this.
    eq: Option<JobKind>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<JobKind>>,
    /// Is not this.
    not: Option<JobKind>,
}

/// Which jobs; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "JobFilter")]
pub struct JobFilterInput {
    /// By status.
    status: Option<JobStatusFilter>,
    /// By what is worked on.
    kind: Option<JobKindFilter>,
    /// By the data source they read.
    data_source_id: Option<IdFilter<DataSourceId>>,
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By the campaign they work for.
    campaign_id: Option<IdFilter<CampaignId>>,
    /// By when they were made.
    created_at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<JobFilterInput> for JobFilter {
    fn from(f: JobFilterInput) -> Self {
        let all = |filters: Option<Vec<JobFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            status: f.status.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            kind: f.kind.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            data_source: f.data_source_id.map(IdFilter::of).unwrap_or_default(),
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            campaign: f.campaign_id.map(IdFilter::of).unwrap_or_default(),
            created_at: f.created_at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What jobs can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum JobOrderField {
    /// When they were made.
    #[default]
    CreatedAt,
}

/// How jobs are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct JobOrder {
    /// By what.
    #[graphql(default)]
    field: JobOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<JobOrder> for OrderBy<job::Entity> {
    fn from(order: JobOrder) -> Self {
        let column = match order.field {
            JobOrderField::CreatedAt => job::Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct JobQuery;

#[Object]
impl JobQuery {
    /// One job.
    async fn job(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: Id<JobId>) -> Result<Job> {
        Ok(jobs::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's jobs, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<JobFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<JobOrder>,
    ) -> Result<Connection<Job>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: JobFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page = connect(args, async |args| jobs::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || jobs::count(app.clone(), scope.clone(), filter.clone())))
    }
}
