//! Taking somebody out of the agency.

use super::{grant, last_admin, revoke_invitation::withdraw_of};
use crate::{
    identity::{api_keys::revoke_beyond, events::MemberRemoved, platform},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{campaign_access, ids::MembershipId, membership};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};

/// Removes a member: refused from the next request on, their live streams close within seconds. The row stays, others point
/// to it, but those they asked in and who did not come yet are not asked any more, and the keys they made are revoked. The last
/// admin stays.
pub async fn remove(app: &App, scope: &Scope, id: MembershipId) -> Result<membership::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    platform::lock_agency(&tx).await?;
    let was = scope.get::<membership::Entity>(id, &tx).await?;
    grant::role(scope, was.role)?;
    if was.removed_at.is_some() {
        return Err(Error::conflict("This person is not a member any more."));
    }
    last_admin::stays(&tx, &was).await?;
    let version = was.version + 1;
    let mut row = was.into_active_model();
    row.removed_at = Set(Some(tx.now()));
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    let seen = tx.delete::<campaign_access::Entity>();
    seen.filter(campaign_access::Column::MembershipId.eq(id)).exec(&tx).await?;
    withdraw_of(&tx, id).await?;
    revoke_beyond(&mut tx, id, None).await?;
    tx.emit(&MemberRemoved { member: id }).await?;
    tx.commit().await?;
    Ok(row)
}
