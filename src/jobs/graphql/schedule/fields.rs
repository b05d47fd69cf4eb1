//! The type.

use super::run::{Runs, ScheduleRun};
use crate::{
    graphql::{Connection, CtxExt, Id, Result, batch, connection::page_args, node, scalars::TimeZone},
    identity::graphql::Workspace,
    jobs::{Draft, graphql::job::JobTemplate, schedules::Clock},
    kernel::error::Error,
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ScheduleId, WorkspaceId},
    job::JobKind,
    schedule::{CatchUp, Overlap},
};

/// Times that can be looked ahead.
const AHEAD: i32 = 50;

node! {
    /// Work by the clock: a job is made and started at each of its times, once, however many workers there are.
    Schedule(schedule)
}

/// Work by the clock: a job is made and started at each of its times, once, however many workers there are.
#[Object]
impl Schedule {
    /// Its id.
    pub async fn id(&self) -> Id<ScheduleId> {
        self.0.id.into()
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// When: minute, hour, day of month, month, day of week.
    fn cron(&self) -> &str {
        &self.0.cron
    }

    /// The same in words.
    fn in_words(&self) -> Option<String> {
        self.clock().map(|clock| clock.in_words())
    }

    /// Whose clock: the IANA name.
    fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Which kind of work its jobs do.
    fn job_kind(&self) -> JobKind {
        self.0.job_kind
    }

    /// What its jobs are made of.
    fn job(&self) -> Result<JobTemplate> {
        let draft: Draft = serde_json::from_value(self.0.template.clone()).map_err(Error::from)?;
        Ok(JobTemplate(draft))
    }

    /// The workspace its jobs work for.
    fn workspace_id(&self) -> Option<Id<WorkspaceId>> {
        self.0.workspace_id.map(Id)
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        match self.0.workspace_id {
            Some(id) => Workspace::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// What is done about times that passed while nobody could work. Up to five minutes late is on time.
    fn catch_up(&self) -> CatchUp {
        self.0.catch_up
    }

    /// With `ALL`: at most so many runs are made up for.
    fn catch_up_max(&self) -> i32 {
        self.0.catch_up_max
    }

    /// What is done when the time comes and the run before is not over.
    fn overlap(&self) -> Overlap {
        self.0.overlap
    }

    /// When it fires next; null while it is paused.
    fn next_run_at(&self) -> Option<DateTime<Utc>> {
        self.0.next_run_at
    }

    /// The next times, as its line says; paused or not.
    fn upcoming(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 50.", default = 5)] first: i32,
    ) -> Result<Vec<DateTime<Utc>>> {
        let asked = usize::try_from(first).ok().filter(|_| (1..=AHEAD).contains(&first));
        let count = asked.ok_or_else(|| Error::invalid("first", format!("a number from 1 to {AHEAD}")))?;
        Ok(self.clock().map(|clock| clock.upcoming(ctx.app().now(), count)).unwrap_or_default())
    }

    /// The last of its times that was looked at.
    fn last_run_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_run_at
    }

    /// Stands still since then.
    fn paused_at(&self) -> Option<DateTime<Utc>> {
        self.0.paused_at
    }

    /// Why it paused by itself; null when a person paused it.
    fn paused_because(&self) -> Option<&str> {
        self.0.paused_because.as_deref()
    }

    /// What became of its times, newest first.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ScheduleRun>> {
        Ok(batch::children::<Runs, _, _>(ctx, self.0.id, page_args(first, after, last, before)).await?.into())
    }

    /// Raised by every change that somebody makes; firing is none.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When somebody last changed it.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

impl Schedule {
    fn clock(&self) -> Option<Clock> {
        Clock::stored(&self.0.cron, &self.0.time_zone)
    }
}
