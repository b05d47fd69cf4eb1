//! People who sign in. They belong to agencies through memberships.

pub mod change_password;
pub mod create;
pub mod password;
pub mod reset;
pub mod update;

pub use change_password::change_password;
pub use create::NewUser;
pub use update::{UserChange, update};

use super::platform;
use crate::kernel::{app::App, error::Result, scope::Scope};
use entity::{ids::UserId, membership, user};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;

/// Those of `ids` who are or were members of the scope's agency, as far as the caller sees members; and `myself`, whom everybody
/// sees.
pub async fn colleagues(
    app: &App,
    scope: &Scope,
    myself: Option<UserId>,
    ids: &[UserId],
) -> Result<HashMap<UserId, user::Model>> {
    let members = scope.find::<membership::Entity>().select_only().column(membership::Column::UserId);
    let known = Condition::any()
        .add(user::Column::Id.in_subquery(members.into_query()))
        .add_option(myself.map(|id| user::Column::Id.eq(id)));
    let rows = platform::users()
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .filter(known)
        .all(&scope.read(app))
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The person themselves.
pub async fn myself(app: &App, id: UserId) -> Result<user::Model> {
    platform::user(id, app.db().platform()).await
}
