//! Finds tasks. A CLIENT sees none.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::{LeadId, MembershipId, PipelineCardId},
    task::{Column, Entity, Model, TaskKind},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// What tasks can be chosen by; all of it must hold.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    pub kind: Option<Choice<TaskKind>>,
    pub lead: Option<Choice<LeadId>>,
    pub card: Option<Choice<PipelineCardId>>,
    pub assignee: Option<Choice<MembershipId>>,
    pub is_done: Option<bool>,
    pub due_at: Option<Times>,
    pub done_at: Option<Times>,
    pub created_at: Option<Times>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for TaskFilter {
    fn fields(&self) -> Condition {
        let done = |is_done| if is_done { Column::DoneAt.is_not_null() } else { Column::DoneAt.is_null() };
        Condition::all()
            .add_option(self.kind.as_ref().map(|f| f.on(Column::Kind)))
            .add_option(self.lead.as_ref().map(|f| f.on(Column::LeadId)))
            .add_option(self.card.as_ref().map(|f| f.on(Column::CardId)))
            .add_option(self.assignee.as_ref().map(|f| f.on(Column::AssigneeId)))
            .add_option(self.is_done.map(done))
            .add_option(self.due_at.as_ref().map(|f| f.on(Column::DueAt)))
            .add_option(self.done_at.as_ref().map(|f| f.on(Column::DoneAt)))
            .add_option(self.created_at.as_ref().map(|f| f.on(Column::CreatedAt)))
    }

    fn and(&self) -> &[Self] {
        &self.and
    }

    fn or(&self) -> &[Self] {
        &self.or
    }

    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
}

/// What tasks are sorted by.
pub type TaskOrder = OrderBy<Entity>;

pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &TaskFilter,
    order: TaskOrder,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(rows(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are, and whether there may be more; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: TaskFilter) -> Result<(u64, bool)> {
    page::total(rows(&scope, &filter)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, filter: &TaskFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}
