//! Revoking a key: refused from the next request on, its live streams close within seconds.

use crate::{
    identity::{
        caller::permissions_of_key, events::ApiKeyRevoked, members::revoke_invitation::withdraw_of, platform,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::{Permission, Permissions},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    api_key::{Column, Entity, Model},
    ids::{ActorId, ApiKeyId, MembershipId},
    membership::Role,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};

/// Revokes a key for good, and what it asked others in with.
pub async fn revoke(app: &App, scope: &Scope, id: ApiKeyId) -> Result<Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    // What the key itself is granting now comes before this, or not at all.
    platform::lock_agency(&tx).await?;
    let was = tx.hold::<Entity>(id).await?;
    if was.revoked_at.is_some() {
        return Err(Error::conflict("This key is revoked already."));
    }
    let row = end(&mut tx, was).await?;
    tx.commit().await?;
    Ok(row)
}

/// Revokes those keys that this member made, themselves or by a key of theirs, and that may more than they will: who is demoted,
/// or removed (`None`), must not come back by a key they kept. The caller holds the agency: no key is made meanwhile.
pub(in crate::identity) async fn revoke_beyond(
    tx: &mut Tx,
    member: MembershipId,
    role: Option<Role>,
) -> Result<()> {
    let mut makers: Vec<ActorId> = vec![member.into()];
    while !makers.is_empty() {
        let made = tx.scope().find::<Entity>().filter(Column::CreatedBy.is_in(makers)).all(&*tx).await?;
        makers = made.iter().map(|key| key.id.into()).collect();
        for key in made.into_iter().filter(|key| key.revoked_at.is_none() && is_beyond(key, role)) {
            end(tx, key).await?;
        }
    }
    Ok(())
}

/// Does the key do or see what somebody of this role may not?
fn is_beyond(key: &Model, role: Option<Role>) -> bool {
    let Some(role) = role else { return true };
    let may = Permissions::of(role);
    let sees_more = role == Role::Client && key.role != Role::Client;
    sees_more || permissions_of_key(key).iter().any(|permission| !may.contains(permission))
}

async fn end(tx: &mut Tx, was: Model) -> Result<Model> {
    let mut row = was.into_active_model();
    row.revoked_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    let row = row.update(&*tx).await?;
    withdraw_of(tx, row.id).await?;
    tx.emit(&ApiKeyRevoked { key: row.id }).await?;
    Ok(row)
}
