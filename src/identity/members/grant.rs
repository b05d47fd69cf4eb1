//! Nobody grants more than they hold.

use crate::kernel::{
    error::{Error, Result},
    permission::{Permission, Permissions},
    scope::Scope,
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
