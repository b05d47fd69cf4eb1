//! Asking about budgets and about the ledger.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range, Text},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use chrono::{DateTime, Utc};
use entity::{
    budget::{self, BudgetScope},
    credit_entry::{Column as C, CreditKind, Entity, Model},
    ids::{JobId, WorkspaceId},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// One page of the budgets, newest first. `of`: only those of this kind.
pub async fn budgets(
    app: &App,
    scope: &Scope,
    of: Option<BudgetScope>,
    args: &PageArgs,
) -> Result<Page<budget::Model>> {
    let order = OrderBy { column: budget::Column::CreatedAt, is_descending: true };
    page::page(limits(scope, of)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count_budgets(app: App, scope: Scope, of: Option<BudgetScope>) -> Result<(u64, bool)> {
    page::total(limits(&scope, of)?, &scope.read(&app)).await
}

fn limits(scope: &Scope, of: Option<BudgetScope>) -> Result<Select<budget::Entity>> {
    scope.require(Permission::Prospect)?;
    let rows = scope.find::<budget::Entity>();
    Ok(match of {
        Some(of) => rows.filter(budget::Column::Scope.eq(of)),
        None => rows,
    })
}

/// Which entries; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct CreditFilter {
    pub kind: Choice<CreditKind>,
    pub provider: Text,
    pub workspace: Choice<WorkspaceId>,
    pub job: Choice<JobId>,
    pub at: Range<DateTime<Utc>>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for CreditFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.kind.on(C::Kind))
            .add(self.provider.on_exact(C::Provider))
            .add(self.workspace.on(C::WorkspaceId))
            .add(self.job.on(C::JobId))
            .add(self.at.on(C::At))
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

/// One page of the ledger.
pub async fn credits(
    app: &App,
    scope: &Scope,
    filter: &CreditFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(entries(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count_credits(app: App, scope: Scope, filter: CreditFilter) -> Result<(u64, bool)> {
    page::total(entries(&scope, &filter)?, &scope.read(&app)).await
}

fn entries(scope: &Scope, filter: &CreditFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Prospect)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}
