//! What can be asked about tasks.

use super::Task;
use crate::{
    crm::tasks::{self, TaskOrder as Order},
    graphql::{
        Connection, CtxExt, Result, connect,
        connection::page_args,
        filter::{ChoiceFilter, DateTimeFilter, IdFilter},
        order::OrderDirection,
    },
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{LeadId, MembershipId, PipelineCardId},
    task::{Column, TaskKind},
};

/// Conditions on tasks, all of which must hold.
#[derive(Clone, Default, InputObject)]
pub struct TaskFilter {
    /// On what is to be done.
    kind: Option<ChoiceFilter<TaskKind>>,
    /// On whom it is about.
    lead_id: Option<IdFilter<LeadId>>,
    /// On the card it is about.
    card_id: Option<IdFilter<PipelineCardId>>,
    /// On who is to do it.
    assignee_id: Option<IdFilter<MembershipId>>,
    /// Done (true) or to be done (false).
    done: Option<bool>,
    /// On until when.
    due_at: Option<DateTimeFilter>,
    /// On when it was done.
    done_at: Option<DateTimeFilter>,
    /// On when it was made.
    created_at: Option<DateTimeFilter>,
    /// All of these, too; nested at most five levels.
    #[graphql(default, validator(max_items = 20))]
    and: Vec<TaskFilter>,
    /// At least one of these.
    #[graphql(default, validator(max_items = 20))]
    or: Vec<TaskFilter>,
    /// Not this.
    not: Option<Box<TaskFilter>>,
}

/// What tasks are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum TaskOrderField {
    /// Until when; those without a date come last.
    DueAt,
    /// When it was made.
    CreatedAt,
}

/// How tasks are sorted.
#[derive(Clone, Copy, InputObject)]
pub struct TaskOrder {
    /// By what.
    field: TaskOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<TaskFilter> for tasks::TaskFilter {
    fn from(f: TaskFilter) -> Self {
        Self {
            kind: f.kind.map(Into::into),
            lead: f.lead_id.map(IdFilter::of),
            card: f.card_id.map(IdFilter::of),
            assignee: f.assignee_id.map(IdFilter::of),
            is_done: f.done,
            due_at: f.due_at.map(Into::into),
            done_at: f.done_at.map(Into::into),
            created_at: f.created_at.map(Into::into),
            and: f.and.into_iter().map(Into::into).collect(),
            or: f.or.into_iter().map(Into::into).collect(),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What is due first, unless said otherwise.
fn order(order: Option<TaskOrder>) -> Order {
    let Some(TaskOrder { field, direction }) = order else {
        return Order { column: Column::DueAt, is_descending: false };
    };
    let column = match field {
        TaskOrderField::DueAt => Column::DueAt,
        TaskOrderField::CreatedAt => Column::CreatedAt,
    };
    Order { column, is_descending: direction.is_descending() }
}

#[derive(Default)]
pub struct TodoQuery;

#[Object]
impl TodoQuery {
    /// What people must do; what is due first comes first, unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<TaskFilter>,
        #[graphql(desc = "How they are sorted.")] order_by: Option<TaskOrder>,
    ) -> Result<Connection<Task>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let (filter, order) = (tasks::TaskFilter::from(filter.unwrap_or_default()), order(order_by));
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| tasks::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || tasks::count(app.clone(), scope.clone(), filter.clone())))
    }
}
