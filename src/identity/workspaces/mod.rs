//! The agency's clients, and its own desk: everything a campaign needs lives in one of them.

pub mod archive;
pub mod create;
mod fields;
pub mod update;

pub use archive::archive;
pub use create::{WorkspaceDraft, create};
pub use update::{WorkspaceChange, update};

use crate::{
    base::text,
    kernel::{
        app::App,
        error::Result,
        filter::Text,
        page::{self, OrderBy, Page, PageArgs},
        permission::Permission,
        scope::Scope,
    },
};
use entity::workspace::{self, Column, Entity};
use sea_orm::{ColumnTrait, QueryFilter, Select};

/// Which workspaces.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// A part of the name.
    pub search: Option<String>,
    pub is_archived_included: bool,
}

/// One page of the agency's workspaces.
pub async fn list(
    app: &App,
    scope: &Scope,
    which: &Which,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<workspace::Model>> {
    page::page(rows(scope, which)?, order, args, &scope.read(app)).await
}

/// How many there are, and whether that is a lower bound.
pub async fn total(app: App, scope: Scope, which: Which) -> Result<(u64, bool)> {
    page::total(rows(&scope, &which)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, which: &Which) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    let rows = scope.find::<Entity>();
    let rows = if which.is_archived_included { rows } else { rows.filter(Column::DeletedAt.is_null()) };
    let name =
        which.search.as_deref().map(|part| Text { contains: Some(text::fold(part)), ..Text::default() });
    Ok(match name {
        Some(name) => rows.filter(name.on_folded(Column::NameFolded)),
        None => rows,
    })
}
