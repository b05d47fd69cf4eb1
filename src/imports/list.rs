//! Finds imports, and what became of their rows.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::{ImportId, WorkspaceId},
    import::{Column, Entity, ImportStatus, Model},
    import_row::{self, RowOutcome, Undone},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// What imports can be chosen by.
#[derive(Clone, Debug, Default)]
pub struct ImportFilter {
    pub workspace: Choice<WorkspaceId>,
    pub status: Choice<ImportStatus>,
    pub created_at: Times,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for ImportFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.workspace.on(Column::WorkspaceId))
            .add(self.status.on(Column::Status))
            .add(self.created_at.on(Column::CreatedAt))
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

/// A page of them, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &ImportFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(chosen(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are, and whether there may be more.
pub async fn count(app: App, scope: Scope, filter: ImportFilter) -> Result<(u64, bool)> {
    page::total(chosen(&scope, &filter)?, &scope.read(&app)).await
}

fn chosen(scope: &Scope, filter: &ImportFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
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
