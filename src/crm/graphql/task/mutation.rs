//! What can be done with tasks.

use super::Task;
use crate::{
    crm::tasks::{self, NewTask, TaskPatch},
    graphql::{CtxExt, Id, Result, patch},
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{LeadId, MembershipId, PipelineCardId, TaskId},
    task::TaskKind,
};

/// A task to be.
#[derive(InputObject)]
pub struct TaskCreateInput {
    /// In one line: 1 to 200 characters.
    title: String,
    /// What is to be done.
    #[graphql(default_with = "TaskKind::Other")]
    kind: TaskKind,
    /// About whom; the card's lead, when a card is named.
    lead_id: Option<Id<LeadId>>,
    /// About which card.
    card_id: Option<Id<PipelineCardId>>,
    /// Until when.
    due_at: Option<DateTime<Utc>>,
    /// The member who is to do it; without one it is anybody's.
    assignee_id: Option<Id<MembershipId>>,
}

/// Changes of a task. What is left out stays; null clears.
#[derive(InputObject)]
pub struct TaskUpdateInput {
    /// The task.
    id: Id<TaskId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
    /// In one line: 1 to 200 characters.
    title: MaybeUndefined<String>,
    /// What is to be done.
    kind: MaybeUndefined<TaskKind>,
    /// Until when.
    due_at: MaybeUndefined<DateTime<Utc>>,
}

/// A task that is done.
#[derive(InputObject)]
pub struct TaskCompleteInput {
    /// The task.
    id: Id<TaskId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Whose task it becomes.
#[derive(InputObject)]
pub struct TaskReassignInput {
    /// The task.
    id: Id<TaskId>,
    /// The member; null: nobody in particular.
    assignee_id: Option<Id<MembershipId>>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

#[derive(Default)]
pub struct TodoMutation;

#[Object]
impl TodoMutation {
    /// Makes a task, about a lead, a card or neither.
    async fn task_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be done, by whom and until when, and what it is about.")]
        input: TaskCreateInput,
    ) -> Result<Task> {
        let TaskCreateInput { title, kind, lead_id, card_id, due_at, assignee_id } = input;
        let (lead, card, assignee) =
            (lead_id.map(|id| id.0), card_id.map(|id| id.0), assignee_id.map(|id| id.0));
        let new = NewTask { kind, title, lead, card, due_at, assignee };
        Ok(tasks::create(ctx.app(), ctx.scope()?, new).await?.into())
    }

    /// Changes what is to be done, and until when.
    async fn task_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task, and its new title, kind or date.")] input: TaskUpdateInput,
    ) -> Result<Task> {
        let TaskUpdateInput { id, expected_version, title, kind, due_at } = input;
        let changes = TaskPatch { title: patch(title), kind: patch(kind), due_at: patch(due_at) };
        Ok(tasks::update(ctx.app(), ctx.scope()?, id.0, changes, expected_version).await?.into())
    }

    /// Says that a task is done. CONFLICT when it was already.
    async fn task_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task that is done.")] input: TaskCompleteInput,
    ) -> Result<Task> {
        let TaskCompleteInput { id, expected_version } = input;
        Ok(tasks::complete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }

    /// Gives a task to a member, or to nobody in particular. CONFLICT when it is done.
    async fn task_reassign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task, and the member whose it becomes; without one, nobody's.")]
        input: TaskReassignInput,
    ) -> Result<Task> {
        let TaskReassignInput { id, assignee_id, expected_version } = input;
        let assignee = assignee_id.map(|id| id.0);
        Ok(tasks::reassign(ctx.app(), ctx.scope()?, id.0, assignee, expected_version).await?.into())
    }
}
