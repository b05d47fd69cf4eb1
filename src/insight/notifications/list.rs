//! A member's own notifications. Whoever has no membership (a key, an operator) has none.

use crate::kernel::{
    app::App,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::{Scope, Visibility},
};
use entity::notification::{Column as C, Entity, Model, NotificationKind};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// Which of them.
#[derive(Clone, Debug, Default)]
pub struct NotificationFilter {
    pub is_unread_only: bool,
    /// Empty: all.
    pub kinds: Vec<NotificationKind>,
}

/// What a CLIENT is told of: their own account. Everything else is about jobs, imports, sources or members.
pub(super) const CLIENTS: NotificationKind = NotificationKind::AccountSecurity;

/// The caller's own.
pub(super) fn mine(scope: &Scope) -> Select<Entity> {
    scope.find::<Entity>().filter(theirs(scope))
}

/// Which are the caller's. Who is a CLIENT by now sees no more of what they were told as something else.
pub(super) fn theirs(scope: &Scope) -> Condition {
    let own = Condition::all().add(C::MembershipId.is_in(scope.membership()));
    match scope.visibility() {
        Visibility::Agency => own,
        Visibility::Campaigns(_) => own.add(C::Kind.eq(CLIENTS)),
    }
}

/// One page, newest first.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &NotificationFilter,
    args: &PageArgs,
) -> Result<Page<Model>> {
    let newest = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(found(scope, filter)?, newest, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: NotificationFilter) -> Result<(u64, bool)> {
    page::total(found(&scope, &filter)?, &scope.read(&app)).await
}

fn found(scope: &Scope, filter: &NotificationFilter) -> Result<Select<Entity>> {
    scope.require(Permission::OwnProfile)?;
    let mut rows = mine(scope);
    if filter.is_unread_only {
        rows = rows.filter(C::ReadAt.is_null());
    }
    if !filter.kinds.is_empty() {
        rows = rows.filter(C::Kind.is_in(filter.kinds.iter().copied()));
    }
    Ok(rows)
}
