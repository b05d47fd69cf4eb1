//! Nobody grants more than they hold.

use crate::{
    identity::caller::held,
    kernel::{
        error::{Error, Result},
        permission::{Permission, Permissions},
        scope::Scope,
        tx::Tx,
    },
};
use entity::membership::Role;

/// May this caller make somebody a `role`?
pub fn role(scope: &Scope, role: Role) -> Result<()> {
    permissions(scope, Permissions::of(role))
}

/// May this caller hand on these permissions?
pub fn permissions(scope: &Scope, granted: Permissions) -> Result<()> {
    let beyond: Vec<_> = granted.iter().filter(|p| !scope.allows(*p)).map(Permission::name).collect();
    if beyond.is_empty() {
        return Ok(());
    }
    Err(Error::Forbidden(format!("You cannot grant what you do not hold: {}.", beyond.join(", "))))
}

/// May they still? Who is demoted, removed or revoked takes along what they granted: nothing of theirs may come after that. Whoever
/// asks holds the agency, as whoever takes rights away does.
pub async fn still(tx: &Tx, granted: Permissions) -> Result<()> {
    let held = held(tx).await?;
    if granted.iter().chain([Permission::ManageAgency]).all(|permission| held.contains(permission)) {
        return Ok(());
    }
    Err(Error::Forbidden("Your own rights were taken away just now: you cannot grant these any more.".into()))
}
