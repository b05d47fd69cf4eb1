//! The lines of a job's log: paged by their own number, followed as they are written.

use crate::{
    graphql::{Connection, CtxExt, Id, Result, live::stands},
    jobs::{self, follow},
    kernel::page::Page,
};
use async_graphql::{Context, Json, Object, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    ids::JobId,
    job_log::{self, LogLevel},
};
use futures_util::{Stream, StreamExt};

/// One line of what happened inside a job.
#[derive(Clone, Debug)]
pub struct JobLog(pub job_log::Model);

impl From<job_log::Model> for JobLog {
    fn from(row: job_log::Model) -> Self {
        Self(row)
    }
}

impl From<(Vec<job_log::Model>, bool)> for Connection<JobLog> {
    fn from((lines, has_next): (Vec<job_log::Model>, bool)) -> Self {
        let has_previous = lines.first().is_some_and(|line| line.seq > 1);
        let items = lines.into_iter().map(|line| (line.seq.to_string().into(), line)).collect();
        Page { items, has_previous, has_next }.into()
    }
}

/// One line of what happened inside a job.
#[Object]
impl JobLog {
    /// The job.
    fn job_id(&self) -> Id<JobId> {
        self.0.job_id.into()
    }

    /// Its number in the job's log, from 1, without gaps. Give it as `after` to go on from here.
    fn seq(&self) -> i64 {
        self.0.seq
    }

    /// How loud.
    fn level(&self) -> LogLevel {
        self.0.level
    }

    /// What happened, for people.
    fn message(&self) -> &str {
        &self.0.message
    }

    /// The same for machines.
    fn details(&self) -> Option<Json<&serde_json::Value>> {
        self.0.details.as_ref().map(Json)
    }

    /// When.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

#[derive(Default)]
pub struct JobLogSubscription;

#[Subscription]
impl JobLogSubscription {
    /// The log of one job, line by line as it is written, in order and without gaps.
    async fn job_logs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job.")] id: Id<JobId>,
        #[graphql(desc = "First the lines after this number: 0 for all. Without it, only new ones.")]
        after: Option<i64>,
        #[graphql(
            desc = "Only lines at least this loud. The others keep their numbers, so there are gaps then."
        )]
        level: Option<LogLevel>,
    ) -> Result<impl Stream<Item = Result<JobLog>> + use<>> {
        let job = jobs::get(ctx.app(), ctx.scope()?, id.0).await?;
        stands(ctx);
        let after = after.unwrap_or(job.last_log_seq);
        let lines = follow(ctx.app(), ctx.scope()?, id.0, after, level);
        Ok(lines.map(|line| Ok(JobLog(line?))))
    }
}
