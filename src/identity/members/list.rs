//! Who is in the agency, who was asked to join, and where a person is a member.

use crate::{
    identity::platform,
    kernel::{
        app::App,
        caller::Caller,
        error::Result,
        page::{self, OrderBy, Page, PageArgs},
        permission::Permission,
        scope::Scope,
    },
};
use entity::{
    agency, invitation,
    membership::{self, Column, Entity, Role},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};
use std::collections::HashMap;

/// Which members.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// With this role only.
    pub role: Option<Role>,
    pub is_removed_included: bool,
}

/// One page of the agency's members, oldest first. People work together: each who may read may know who the others are.
pub async fn list(
    app: &App,
    scope: &Scope,
    which: &Which,
    args: &PageArgs,
) -> Result<Page<membership::Model>> {
    let oldest = OrderBy { column: Column::CreatedAt, is_descending: false };
    page::page(rows(scope, which)?, oldest, args, &scope.read(app)).await
}

/// How many there are, and whether that is a lower bound.
pub async fn total(app: App, scope: Scope, which: Which) -> Result<(u64, bool)> {
    page::total(rows(&scope, &which)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, which: &Which) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    let current = (!which.is_removed_included).then(|| Column::RemovedAt.is_null());
    let wanted =
        Condition::all().add_option(which.role.map(|role| Column::Role.eq(role))).add_option(current);
    Ok(scope.find::<Entity>().filter(wanted))
}

/// One page of the invitations nobody has used yet, newest first; expired ones too, so that they can be made again.
pub async fn invitations(app: &App, scope: &Scope, args: &PageArgs) -> Result<Page<invitation::Model>> {
    scope.require(Permission::ManageAgency)?;
    let open = scope
        .find::<invitation::Entity>()
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null());
    let newest = OrderBy { column: invitation::Column::CreatedAt, is_descending: true };
    page::page(open, newest, args, &scope.read(app)).await
}

/// Every agency the person is a member of, oldest membership first. An API key has none.
pub async fn memberships_of(app: &App, caller: &Caller) -> Result<Vec<(membership::Model, agency::Model)>> {
    let Some(user) = caller.user else { return Ok(vec![]) };
    let members = platform::memberships_of(user, app.db().platform()).await?;
    let agencies = platform::agencies_by_id(members.iter().map(|m| m.agency_id), app.db().platform()).await?;
    let mut agencies: HashMap<_, _> = agencies.into_iter().map(|row| (row.id, row)).collect();
    let pairs = members.into_iter().filter_map(|m| Some((agencies.remove(&m.agency_id)?, m)));
    Ok(pairs.map(|(agency, member)| (member, agency)).collect())
}

/// The caller's own membership; `None` for keys and super admins elsewhere. A CLIENT too sees this one.
pub async fn own(app: &App, scope: &Scope) -> Result<Option<membership::Model>> {
    match scope.membership() {
        Some(id) => platform::membership(scope.agency(), id, &scope.read(app)).await,
        None => Ok(None),
    }
}
