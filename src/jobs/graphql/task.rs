//! Background tasks that were given up.

use super::Job;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node},
    jobs::dead,
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{background_task::TaskStatus, ids::BackgroundTaskId};

node! {
    /// One duty of the work queue: what a job, or the housekeeping, is made of.
    BackgroundTask(background_task)
}

/// One duty of the work queue: what a job, or the housekeeping, is made of.
#[Object]
impl BackgroundTask {
    /// Its id.
    pub async fn id(&self) -> Id<BackgroundTaskId> {
        self.0.id.into()
    }

    /// What was to be done: `prospecting.search_source`.
    fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Where it is.
    fn status(&self) -> TaskStatus {
        self.0.status
    }

    /// The job it worked for; null for housekeeping.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(id) = self.0.job_id else { return Ok(None) };
        Job::find(ctx, id).await
    }

    /// Attempts that failed.
    fn attempts(&self) -> i32 {
        self.0.attempt
    }

    /// Why the last attempt failed.
    fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }

    /// When it was booked.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was given up.
    fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }
}

/// Which task to try again.
#[derive(Debug, InputObject)]
pub struct DeadTaskRetryInput {
    /// Its id.
    id: Id<BackgroundTaskId>,
}

#[derive(Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// Background tasks that were given up after all their attempts, newest first. For those who control all jobs.
    async fn dead_tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<BackgroundTask>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| dead::list(&app, &scope, &args).await).await?;
        Ok(page.counted_by(move || dead::count(app.clone(), scope.clone())))
    }
}

#[derive(Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Queues a dead task again, with all its attempts. If its job is over, retry the job instead.
    async fn dead_task_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dead task to queue again.")] input: DeadTaskRetryInput,
    ) -> Result<BackgroundTask> {
        Ok(dead::retry(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}
