//! Machines' way in: keys with permissions of their own, shown once, kept as hashes.

pub mod create;
pub mod revoke;

pub use create::{ApiKeyDraft, Created, create};
pub use revoke::revoke;

use crate::kernel::{
    app::App,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::api_key::{self, Column, Entity};
use sea_orm::{ColumnTrait, QueryFilter, Select};

/// One page of the agency's keys, newest first.
pub async fn list(
    app: &App,
    scope: &Scope,
    is_revoked_included: bool,
    args: &PageArgs,
) -> Result<Page<api_key::Model>> {
    let newest = OrderBy { column: Column::CreatedAt, is_descending: true };
    page::page(rows(scope, is_revoked_included)?, newest, args, &scope.read(app)).await
}

/// How many there are, and whether that is a lower bound.
pub async fn total(app: App, scope: Scope, is_revoked_included: bool) -> Result<(u64, bool)> {
    page::total(rows(&scope, is_revoked_included)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, is_revoked_included: bool) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    let rows = scope.find::<Entity>();
    Ok(if is_revoked_included { rows } else { rows.filter(Column::RevokedAt.is_null()) })
}
