//! Finds imports, and what became of their rows.

use crate::kernel::{
    app::App,
    error::Result,
    filter::Choice,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::{ImportId, WorkspaceId},
    import::{Column, Entity, ImportStatus, Model},
    import_row::{self, RowOutcome, Undone},
};
use sea_orm::{ColumnTrait, QueryFilter, Select};

/// What imports can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct ImportFilter {
    pub workspace: Option<Choice<WorkspaceId>>,
    pub statuses: Option<Vec<ImportStatus>>,
}

/// What rows can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct RowFilter {
    pub outcomes: Option<Vec<RowOutcome>>,
    pub undone: Option<Vec<Undone>>,
}

/// One import.
pub async fn get(app: &App, scope: &Scope, id: ImportId) -> Result<Model> {
    scope.require(Permission::Read)?;
    scope.get::<Entity>(id, &scope.read(app)).await
}

/// A page of them, newest first.
pub async fn list(app: &App, scope: &Scope, filter: &ImportFilter, args: &PageArgs) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::CreatedAt, is_descending: true };
    page::page(chosen(scope, filter), order, args, &scope.read(app)).await
}

/// How many there are, and whether there may be more.
pub async fn count(app: App, scope: Scope, filter: ImportFilter) -> Result<(u64, bool)> {
    page::total(chosen(&scope, &filter), &scope.read(&app)).await
}

fn chosen(scope: &Scope, filter: &ImportFilter) -> Select<Entity> {
    let mut rows = scope.find::<Entity>();
    if let Some(workspace) = &filter.workspace {
        rows = rows.filter(workspace.on(Column::WorkspaceId));
    }
    match &filter.statuses {
        Some(all) => rows.filter(Column::Status.is_in(all.iter().copied())),
        None => rows,
    }
}

/// A page of an import's rows, in the order of the file.
pub async fn rows(
    app: &App,
    scope: &Scope,
    (import, filter): (ImportId, &RowFilter),
    args: &PageArgs,
) -> Result<Page<import_row::Model>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: import_row::Column::Line, is_descending: false };
    page::page(chosen_rows(scope, import, filter), order, args, &scope.read(app)).await
}

/// How many rows there are, and whether there may be more.
pub async fn row_count(app: App, scope: Scope, import: ImportId, filter: RowFilter) -> Result<(u64, bool)> {
    page::total(chosen_rows(&scope, import, &filter), &scope.read(&app)).await
}

fn chosen_rows(scope: &Scope, import: ImportId, filter: &RowFilter) -> Select<import_row::Entity> {
    use import_row::Column as C;
    let mut rows = scope.find::<import_row::Entity>().filter(C::ImportId.eq(import));
    if let Some(all) = &filter.outcomes {
        rows = rows.filter(C::Outcome.is_in(all.iter().copied()));
    }
    match &filter.undone {
        Some(all) => rows.filter(C::Undone.is_in(all.iter().copied())),
        None => rows,
    }
}
