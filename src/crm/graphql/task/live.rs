//! Tasks as they change.

use super::Task;
use crate::{
    crm::events::tasks::{TaskReassigned, TaskRef},
    graphql::{
        CtxExt, Id, Result,
        live::{self, Ask, ChangeMeta, Moment},
        scalars::Cursor,
    },
    kernel::permission::Permission,
};
use async_graphql::{ComplexObject, Context, InputObject, SimpleObject, Subscription, futures_util::Stream};
use entity::{
    event_kind::SubjectKind,
    ids::{LeadId, MembershipId, TaskId},
};
use serde::Deserialize;

/// Something happened to a task.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct TaskChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: TaskId,
}

#[ComplexObject]
impl TaskChange {
    /// The task it happened to.
    fn task_id(&self) -> Id<TaskId> {
        self.id.into()
    }

    /// The task as it is when the message is made; null when it is gone with what it was about.
    async fn task(&self, ctx: &Context<'_>) -> Result<Option<Task>> {
        Task::find(ctx, self.id).await
    }
}

/// Which changes to follow; all of these must hold, as of the event.
#[derive(Clone, Default, InputObject)]
pub struct TaskChangesFilter {
    /// Of tasks of this member, those just given to somebody else included.
    assignee_id: Option<Id<MembershipId>>,
    /// Of tasks about this lead.
    lead_id: Option<Id<LeadId>>,
}

impl TaskChangesFilter {
    fn pick(&self, moment: &Moment) -> Option<TaskChange> {
        let event = moment.event.as_ref().filter(|event| event.subject.kind == SubjectKind::Task)?;
        let task = TaskRef::deserialize(&event.fact).ok()?;
        let was = event.fact::<TaskReassigned>().and_then(|fact| fact.from);
        let is_wanted = self.assignee_id.is_none_or(|id| [task.assignee, was].contains(&Some(id.0)))
            && self.lead_id.is_none_or(|id| task.lead == Some(id.0));
        is_wanted.then(|| TaskChange { meta: moment.into(), id: task.task })
    }
}

#[derive(Default)]
pub struct TodoSubscription;

#[Subscription]
impl TodoSubscription {
    /// What happens to tasks, in order, without gaps or repeats; begins with no snapshot.
    async fn task_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which changes.")] filter: Option<TaskChangesFilter>,
        #[graphql(desc = "Go on after this cursor of an earlier message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<TaskChange>>> {
        let filter = filter.unwrap_or_default();
        let may_open = async { ctx.scope()?.require(Permission::Read) };
        let ask = Ask { after, has_snapshot: false };
        live::changes(ctx, ask, may_open, move |moment| filter.pick(moment)).await
    }
}
