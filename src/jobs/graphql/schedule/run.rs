//! What became of a time of a schedule.

use crate::{
    graphql::{
        Id, Result,
        batch::{Batch, PageOf, by_args, keyed},
    },
    jobs::{graphql::Job, schedules},
    kernel::{app::App, error, page::Page, scope::Scope},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ScheduleId, ScheduleRunId},
    schedule_run::{self, RunOutcome},
};
use std::collections::HashMap;

/// What became of one time of a schedule. Reached through its schedule only.
#[derive(Clone, Debug)]
pub struct ScheduleRun(pub schedule_run::Model);

impl From<schedule_run::Model> for ScheduleRun {
    fn from(row: schedule_run::Model) -> Self {
        Self(row)
    }
}

/// What became of one time of a schedule.
#[Object]
impl ScheduleRun {
    /// Its id.
    pub async fn id(&self) -> Id<ScheduleRunId> {
        self.0.id.into()
    }

    /// Which time.
    fn slot_at(&self) -> DateTime<Utc> {
        self.0.slot_at
    }

    /// What became of it.
    fn outcome(&self) -> RunOutcome {
        self.0.outcome
    }

    /// The job that was made.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(id) = self.0.job_id else { return Ok(None) };
        Job::find(ctx, id).await
    }

    /// Why there is no job.
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Times before it that passed without a run, because nobody could work.
    fn missed(&self) -> i32 {
        self.0.missed
    }

    /// When it was looked at.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// The runs of schedules, page by page.
pub struct Runs;

impl Batch for Runs {
    type Key = PageOf<ScheduleId>;
    type Value = Page<schedule_run::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<ScheduleId>],
    ) -> error::Result<HashMap<PageOf<ScheduleId>, Page<schedule_run::Model>>> {
        let mut found = HashMap::new();
        for (args, ids) in by_args(keys) {
            found.extend(keyed(&args, schedules::runs(app, scope, &ids, &args).await?));
        }
        Ok(found)
    }
}
