//! The task.

use crate::{
    crm::graphql::{Lead, PipelineCard},
    graphql::{Id, Result, node},
    identity::graphql::Member,
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{ids::TaskId, task::TaskKind};

node! {
    /// Something a person must do.
    Task(task)
}

/// Something a person must do.
#[Object]
impl Task {
    /// Its id.
    pub async fn id(&self) -> Id<TaskId> {
        self.0.id.into()
    }

    /// What is to be done.
    fn kind(&self) -> TaskKind {
        self.0.kind
    }

    /// In one line.
    fn title(&self) -> &str {
        &self.0.title
    }

    /// About whom; null: about nobody, or the lead is deleted.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        let Some(id) = self.0.lead_id else { return Ok(None) };
        Ok(Lead::find(ctx, id).await?.filter(|lead| lead.0.deleted_at.is_none()))
    }

    /// About which card.
    async fn card(&self, ctx: &Context<'_>) -> Result<Option<PipelineCard>> {
        let Some(id) = self.0.card_id else { return Ok(None) };
        PipelineCard::find(ctx, id).await
    }

    /// Until when.
    fn due_at(&self) -> Option<DateTime<Utc>> {
        self.0.due_at
    }

    /// By whom; null: nobody in particular.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let Some(id) = self.0.assignee_id else { return Ok(None) };
        Member::find(ctx, id).await
    }

    /// When it was done; null: it is to be done.
    fn done_at(&self) -> Option<DateTime<Utc>> {
        self.0.done_at
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it changed last.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
