//! The type.

use super::lines::{Lines, LinesOf};
use crate::{
    graphql::{Connection, CtxExt, Id, Result, batch, file::File, node, scalars::Micros},
    identity::graphql::{Member, Workspace},
    jobs::graphql::JobLog,
    kernel::{error::Error, page},
};
use async_graphql::{Context, Json, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ActorId, CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{JobKind, JobStatus},
    job_log::LogLevel,
};

node! {
    /// Any long work a person watches.
    Job(job)
}

/// Why items were not kept, and how many.
#[derive(Clone, Debug, SimpleObject)]
pub struct RejectedCount {
    /// The reason.
    reason: String,
    /// How many items.
    count: u32,
}

/// An error of a job.
#[derive(Clone, Debug, SimpleObject)]
pub struct JobError {
    /// When it happened.
    at: DateTime<Utc>,
    /// What happened.
    message: String,
}

/// Any long work a person watches.
#[Object]
impl Job {
    /// Its id.
    pub async fn id(&self) -> Id<JobId> {
        self.0.id.into()
    }

    /// What is worked on.
    fn kind(&self) -> JobKind {
        self.0.kind
    }

    /// Where it is. PAUSED and CANCELLED show at once; a call to a provider that is under way is awaited and recorded.
    fn status(&self) -> JobStatus {
        self.0.status
    }

    /// How far it is, 0 to 100; never goes back.
    fn progress(&self) -> i32 {
        self.0.progress
    }

    /// What is being done right now.
    fn progress_note(&self) -> Option<&str> {
        self.0.progress_note.as_deref()
    }

    /// Items to do; null while that is not known.
    fn total(&self) -> Option<i32> {
        self.0.total
    }

    /// Items done.
    fn processed(&self) -> i32 {
        self.0.processed
    }

    /// Items kept.
    fn qualified(&self) -> i32 {
        self.0.qualified
    }

    /// Items not kept.
    fn rejected(&self) -> i32 {
        self.0.rejected
    }

    /// Why items were not kept, counted.
    fn rejected_reasons(&self) -> Vec<RejectedCount> {
        let all = self.0.rejected_reasons.0.iter();
        all.map(|(reason, count)| RejectedCount { reason: reason.clone(), count: *count }).collect()
    }

    /// Items that could not be done.
    fn failed(&self) -> i32 {
        self.0.failed
    }

    /// What is looked for.
    fn search_criteria(&self) -> Json<&serde_json::Value> {
        Json(&self.0.search_criteria)
    }

    /// How it is done.
    fn config(&self) -> Json<&serde_json::Value> {
        Json(&self.0.config)
    }

    /// Errors so far.
    fn error_count(&self) -> i32 {
        self.0.error_count
    }

    /// The last errors, at most 20, oldest first.
    fn errors(&self) -> Vec<JobError> {
        let all = self.0.errors.0.iter();
        all.map(|error| JobError { at: error.at, message: error.message.clone() }).collect()
    }

    /// What it cost so far at list prices, in millionths of `currency`. Calls of unknown outcome count.
    fn cost_micros(&self) -> Micros {
        Micros(self.0.cost_micros)
    }

    /// ISO 4217.
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// The workspace it works for.
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

    /// The campaign it works for.
    fn campaign_id(&self) -> Option<Id<CampaignId>> {
        self.0.campaign_id.map(Id)
    }

    /// The one data source it reads, if it is one.
    fn data_source_id(&self) -> Option<Id<DataSourceId>> {
        self.0.data_source_id.map(Id)
    }

    /// Who asked for it: a membership, user or API key; null for Leadwire itself.
    fn requested_by_id(&self) -> Option<Id<ActorId>> {
        self.0.requested_by.map(Id)
    }

    /// The member who asked for it; null when an API key, an operator or Leadwire itself did.
    async fn requested_by(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.requested_by {
            Some(id) => Member::find(ctx, id.0.into()).await,
            None => Ok(None),
        }
    }

    /// Whether the caller asked for it.
    fn is_mine(&self, ctx: &Context<'_>) -> Result<bool> {
        let me = ctx.scope()?.actor().columns().1;
        Ok(me.is_some() && me == self.0.requested_by)
    }

    /// When it first started.
    fn started_at(&self) -> Option<DateTime<Utc>> {
        self.0.started_at
    }

    /// When it was completed, failed or cancelled.
    fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// Time spent running so far, in milliseconds; pauses do not count. Null before the first start.
    fn duration_ms(&self, ctx: &Context<'_>) -> Option<i64> {
        let running = self.0.running_since.map(|since| (ctx.app().now() - since).num_milliseconds().max(0));
        self.0.duration_ms.or(running.map(|_| 0)).map(|before| before + running.unwrap_or(0))
    }

    /// Number of the newest line of its log; 0 when there is none.
    fn last_log_seq(&self) -> i64 {
        self.0.last_log_seq
    }

    /// Its log, oldest line first.
    async fn logs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many lines, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "Lines after this number: the `seq` of the last line you have.")] after: Option<i64>,
        #[graphql(desc = "Only lines at least this loud.")] level: Option<LogLevel>,
    ) -> Result<Connection<JobLog>> {
        let which = (after.unwrap_or(0), size(first)?, level);
        let lines = batch::one::<Lines>(ctx, LinesOf { job: self.0.id, which }).await?;
        Ok(lines.unwrap_or_default().into())
    }

    /// What came out of it; null when nothing did, or it was thrown away.
    async fn result_file(&self, ctx: &Context<'_>) -> Result<Option<File>> {
        File::named(ctx, self.0.result_file_id).await
    }

    /// What came into it, without people who must not be contacted; null when nothing did, or it was thrown away.
    async fn raw_data_file(&self, ctx: &Context<'_>) -> Result<Option<File>> {
        File::named(ctx, self.0.raw_data_file_id).await
    }

    /// Raised by every change.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

fn size(first: Option<i32>) -> Result<u64> {
    let asked = first.map_or(Ok(page::DEFAULT), u64::try_from).ok();
    let size = asked.filter(|size| (1..=page::MAX).contains(size));
    Ok(size.ok_or_else(|| Error::invalid("first", format!("a number from 1 to {}", page::MAX)))?)
}
