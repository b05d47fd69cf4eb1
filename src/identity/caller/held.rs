//! What whoever acts may at this moment: for a transaction that hands rights on, looked up in it.

use super::key;
use crate::{
    identity::platform,
    kernel::{
        error::Result,
        permission::Permissions,
        scope::{Actor, Scope},
        tx::Tx,
    },
};
use entity::{
    ids::{MembershipId, UserId},
    membership::Role,
};

/// Nothing, where they are not there any more.
pub(in crate::identity) async fn held(tx: &Tx) -> Result<Permissions> {
    let scope = tx.scope();
    match scope.actor() {
        Actor::Member(id) => of_member(tx, id).await,
        Actor::SuperAdmin(id) => of_user(tx, id, None).await,
        Actor::ApiKey(id) => {
            let row = platform::api_key(scope.agency(), id, tx).await?;
            let now = row.and_then(|row| key::absent(&row, tx.now()));
            Ok(now.as_ref().map(Scope::permissions).unwrap_or_default())
        }
        Actor::System => Ok(scope.permissions()),
    }
}

async fn of_member(tx: &Tx, id: MembershipId) -> Result<Permissions> {
    let row = platform::membership(tx.scope().agency(), id, tx).await?;
    match row.filter(|row| row.removed_at.is_none()) {
        Some(row) => of_user(tx, row.user_id, Some(row.role)).await,
        None => Ok(Permissions::default()),
    }
}

/// An operator may what they came with, whatever they are in the agency.
async fn of_user(tx: &Tx, id: UserId, role: Option<Role>) -> Result<Permissions> {
    let user = platform::user(id, tx).await?;
    Ok(match role {
        _ if user.disabled_at.is_some() => Permissions::default(),
        _ if user.is_super_admin => tx.scope().permissions(),
        Some(role) => Permissions::of(role),
        None => Permissions::default(),
    })
}
