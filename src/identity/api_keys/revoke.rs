//! Revoking a key: refused from the next request on, its live streams close within seconds.

use crate::{
    identity::{events::ApiKeyRevoked, members::revoke_invitation::withdraw_of, platform},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{api_key, ids::ApiKeyId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

/// Revokes a key for good, and what it asked others in with.
pub async fn revoke(app: &App, scope: &Scope, id: ApiKeyId) -> Result<api_key::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    // What the key itself is granting now comes before this, or not at all.
    platform::lock_agency(&tx).await?;
    let was = tx.hold::<api_key::Entity>(id).await?;
    if was.revoked_at.is_some() {
        return Err(Error::conflict("This key is revoked already."));
    }
    let mut row = was.into_active_model();
    row.revoked_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    withdraw_of(&tx, id).await?;
    tx.emit(&ApiKeyRevoked { key: id }).await?;
    tx.commit().await?;
    Ok(row)
}
