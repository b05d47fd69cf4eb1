//! Finds companies.

use crate::kernel::{
    app::App,
    db::Reader,
    error::Result,
    filter::{Choice, Nested, Range, Text, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
    search,
};
use entity::{
    company::{Column, Entity, Model},
    ids::{CompanyId, WorkspaceId},
};
use sea_orm::{Condition, PaginatorTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};

/// What companies can be chosen by.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyFilter {
    pub id: Option<Choice<CompanyId>>,
    pub workspace: Option<Choice<WorkspaceId>>,
    pub name: Option<Text>,
    pub domain: Option<Text>,
    pub country: Option<Text>,
    pub employee_count: Option<Range<i32>>,
    pub founded_year: Option<Range<i32>>,
    pub created_at: Option<Times>,
    pub updated_at: Option<Times>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for CompanyFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add_option(self.id.as_ref().map(|f| f.on(Column::Id)))
            .add_option(self.workspace.as_ref().map(|f| f.on(Column::WorkspaceId)))
            .add_option(self.name.as_ref().map(|f| f.on_folded(Column::NameFolded)))
            .add_option(self.domain.as_ref().map(|f| f.on_folded(Column::Domain)))
            .add_option(self.country.as_ref().map(|f| f.on_exact(Column::Country)))
            .add_option(self.employee_count.as_ref().map(|f| f.on(Column::EmployeeCount)))
            .add_option(self.founded_year.as_ref().map(|f| f.on(Column::FoundedYear)))
            .add_option(self.created_at.as_ref().map(|f| f.on(Column::CreatedAt)))
            .add_option(self.updated_at.as_ref().map(|f| f.on(Column::UpdatedAt)))
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

/// What companies are sorted by.
pub type CompanyOrder = OrderBy<Entity>;

pub async fn get(app: &App, scope: &Scope, id: CompanyId) -> Result<Model> {
    scope.require(Permission::Read)?;
    scope.get::<Entity>(id, &scope.read(app)).await
}

pub async fn list(
    app: &App,
    scope: &Scope,
    (filter, search): (&CompanyFilter, Option<&str>),
    order: CompanyOrder,
    args: &PageArgs,
) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    let c = scope.read(app);
    page::page(rows(scope, filter, search, &c).await?, order, args, &c).await
}

/// How many there are, however many.
pub async fn count_all(
    app: &App,
    scope: &Scope,
    (filter, search): (&CompanyFilter, Option<&str>),
) -> Result<u64> {
    scope.require(Permission::Read)?;
    let c = scope.read(app);
    Ok(rows(scope, filter, search, &c).await?.count(&c).await?)
}

/// How many there are, and whether there may be more.
pub async fn count(
    app: &App,
    scope: &Scope,
    filter: &CompanyFilter,
    search: Option<&str>,
) -> Result<(u64, bool)> {
    let c = scope.read(app);
    page::total(rows(scope, filter, search, &c).await?, &c).await
}

async fn rows(
    scope: &Scope,
    filter: &CompanyFilter,
    search: Option<&str>,
    c: &Reader<'_>,
) -> Result<Select<Entity>> {
    let words = search::words(search.unwrap_or_default())?;
    let rows = scope.find::<Entity>().filter(filter.condition()?);
    search::found(scope, rows, (Column::SearchText, search::Lines::All, &words), c).await
}
