//! Finds lists.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    filter::{Choice, Nested, Text, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
    search,
};
use entity::{
    ids::{LeadListId, WorkspaceId},
    lead_list::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// What lists can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    pub workspace: Option<Choice<WorkspaceId>>,
    pub name: Option<Text>,
    pub created_at: Option<Times>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for ListFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add_option(self.workspace.as_ref().map(|f| f.on(Column::WorkspaceId)))
            .add_option(self.name.as_ref().map(|f| f.on_folded(Column::NameFolded)))
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

/// What lists are sorted by.
pub type ListOrder = OrderBy<Entity>;

pub async fn get(app: &App, scope: &Scope, id: LeadListId) -> Result<Model> {
    scope.require(Permission::Read)?;
    let row = scope.get::<Entity>(id, &scope.read(app)).await?;
    if row.deleted_at.is_some() { Err(Error::NotFound("lead_list")) } else { Ok(row) }
}

pub async fn list(
    app: &App,
    scope: &Scope,
    (filter, search): (&ListFilter, Option<&str>),
    order: ListOrder,
    args: &PageArgs,
) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    page::page(rows(scope, filter, search)?, order, args, &scope.read(app)).await
}

/// How many there are, and whether there may be more.
pub async fn count(
    app: &App,
    scope: &Scope,
    filter: &ListFilter,
    search: Option<&str>,
) -> Result<(u64, bool)> {
    page::total(rows(scope, filter, search)?, &scope.read(app)).await
}

fn rows(scope: &Scope, filter: &ListFilter, search: Option<&str>) -> Result<Select<Entity>> {
    let words = search::words(search.unwrap_or_default())?;
    let live = scope.find::<Entity>().filter(Column::DeletedAt.is_null());
    Ok(live.filter(filter.condition()?).filter(search::scan(Column::NameFolded, &words)))
}
