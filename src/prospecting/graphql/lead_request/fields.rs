//! The type.

use super::parts::{Degradation, FiltersShown, IdealClient};
use crate::{
    connections::graphql::DataSource,
    crm::graphql::Pipeline,
    graphql::{Connection, Id, Result, connection::page_args, node},
    identity::graphql::{Member, Workspace},
    jobs::graphql::Job,
    prospecting::graphql::{Prospect, loaders},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ActorId, DataSourceId, LeadRequestId, PipelineId, WorkspaceId},
    lead_request::LeadRequestStatus,
};
use futures_util::future::try_join_all;

node! {
    /// "Describe your ideal client", and what became of it.
    LeadRequest(lead_request)
}

/// "Describe your ideal client", and what became of it.
#[Object]
impl LeadRequest {
    /// Its id.
    pub async fn id(&self) -> Id<LeadRequestId> {
        self.0.id.into()
    }

    /// The workspace it is for.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
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

    /// The ideal client, in the person's words.
    fn description(&self) -> &str {
        &self.0.description
    }

    /// What must hold.
    fn filters(&self) -> FiltersShown {
        self.0.filters.clone().into()
    }

    /// The ideal client as it was understood; null until it was read.
    fn profile(&self) -> Option<IdealClient> {
        let profile = serde_json::from_value(self.0.profile.clone()?).ok();
        profile.map(|profile: crate::prospecting::profile::Profile| profile.into())
    }

    /// The data sources that may be asked; empty: all active ones.
    fn data_source_ids(&self) -> Vec<Id<DataSourceId>> {
        self.0.data_source_ids.0.iter().copied().map(Id).collect()
    }

    /// Those data sources, but for deleted ones.
    async fn data_sources(&self, ctx: &Context<'_>) -> Result<Vec<DataSource>> {
        let ids = self.0.data_source_ids.0.iter().copied();
        let found = try_join_all(ids.map(|id| DataSource::find(ctx, id))).await?;
        Ok(found.into_iter().flatten().filter(|source| source.0.deleted_at.is_none()).collect())
    }

    /// How many people are asked for.
    fn max_results(&self) -> i32 {
        self.0.max_results
    }

    /// Where it is. A request whose job is paused is RUNNING.
    fn status(&self) -> LeadRequestStatus {
        self.0.status
    }

    /// The job that works on it: progress, log, pause and resume.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(id) = self.0.job_id else { return Ok(None) };
        Job::find(ctx, id).await
    }

    /// How many people are among the results.
    fn prospect_count(&self) -> i32 {
        self.0.prospect_count
    }

    /// The results, the best first.
    async fn prospects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Prospect>> {
        let page = loaders::results(ctx, self.0.id, page_args(first, after, last, before)).await?;
        let count = u64::try_from(self.0.prospect_count).unwrap_or(0);
        Ok(Connection::from(page).counted_by(move || std::future::ready(Ok((count, false)))))
    }

    /// Which sources failed it, and how; empty when all went well.
    fn degraded(&self) -> Vec<Degradation> {
        self.0.degraded.0.iter().map(Into::into).collect()
    }

    /// Why it failed.
    fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// The id of the pipeline the best are put on by themselves.
    fn save_pipeline_id(&self) -> Option<Id<PipelineId>> {
        self.0.save_pipeline_id.map(Id)
    }

    /// The pipeline the best are put on by themselves; null where there is none.
    async fn save_pipeline(&self, ctx: &Context<'_>) -> Result<Option<Pipeline>> {
        let Some(id) = self.0.save_pipeline_id else { return Ok(None) };
        Pipeline::find(ctx, id).await
    }

    /// How many of the best are put there.
    fn save_count(&self) -> Option<i32> {
        self.0.save_count
    }

    /// When it was completed, failed or cancelled.
    fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.0.completed_at
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
