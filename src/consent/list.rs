//! The agency's entries: why and since when, never of whom.

use crate::kernel::{
    app::App,
    error::Result,
    filter::Choice,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::suppression::{Column as C, Entity, Model, SuppressionKind};
use sea_orm::{QueryFilter, Select};

/// One page, the newest first.
pub async fn list(
    app: &App,
    scope: &Scope,
    kind: &Choice<SuppressionKind>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    let order = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(rows(scope, kind)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, kind: Choice<SuppressionKind>) -> Result<(u64, bool)> {
    page::total(rows(&scope, &kind)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, kind: &Choice<SuppressionKind>) -> Result<Select<Entity>> {
    scope.require(Permission::Suppress)?;
    Ok(scope.find::<Entity>().filter(kind.on(C::Kind)))
}
