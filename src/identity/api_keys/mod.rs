//! Machines' way in: keys with permissions of their own, shown once, kept as hashes.

pub mod create;
pub mod revoke;

pub use create::{ApiKeyDraft, Created, create};
pub use revoke::revoke;
pub(in crate::identity) use revoke::revoke_beyond;

use super::platform;
use crate::kernel::{
    app::App,
    caller::Caller,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::{Actor, Scope},
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

/// The key that asks; `None` when somebody else does.
pub async fn own(app: &App, caller: &Caller) -> Result<Option<api_key::Model>> {
    let Some(scope) = &caller.scope else { return Ok(None) };
    match scope.actor() {
        Actor::ApiKey(id) => platform::api_key(scope.agency(), id, &scope.read(app)).await,
        Actor::Member(_) | Actor::SuperAdmin(_) | Actor::System => Ok(None),
    }
}

fn rows(scope: &Scope, is_revoked_included: bool) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    let rows = scope.find::<Entity>();
    Ok(if is_revoked_included { rows } else { rows.filter(Column::RevokedAt.is_null()) })
}
