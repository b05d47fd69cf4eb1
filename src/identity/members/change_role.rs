//! Changing what a member may do.

use super::{grant, last_admin, revoke_invitation::withdraw_of};
use crate::{
    identity::{api_keys::revoke_beyond, events::MemberRoleChanged, platform},
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::{Permission, Permissions},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    campaign_access,
    ids::MembershipId,
    membership::{self, Role},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};

/// Gives a member another role, at most what the caller may do. Keys they made that may more than they now are revoked. The
/// agency's last admin stays one.
pub async fn change_role(
    app: &App,
    scope: &Scope,
    id: MembershipId,
    role: Role,
    expected_version: Option<i32>,
) -> Result<membership::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    // Decided over all members: two at once must not demote the last two admins.
    platform::lock_agency(&tx).await?;
    let was = scope.get::<membership::Entity>(id, &tx).await?;
    grant::role(scope, role)?;
    grant::role(scope, was.role)?;
    grant::still(&tx, Permissions::of(role)).await?;
    check::version("member", expected_version, was.version)?;
    if was.removed_at.is_some() {
        return Err(Error::conflict("This person is not a member any more."));
    }
    if was.role == role {
        return Ok(was);
    }
    last_admin::stays(&tx, &was).await?;
    let (from, version) = (was.role, was.version + 1);
    let mut row = was.into_active_model();
    row.role = Set(role);
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    // What a CLIENT was shown is not what they are shown if they become one again.
    let seen = tx.delete::<campaign_access::Entity>();
    seen.filter(campaign_access::Column::MembershipId.eq(id)).exec(&tx).await?;
    if !Permissions::of(role).contains(Permission::ManageAgency) {
        withdraw_of(&tx, id).await?;
    }
    revoke_beyond(&mut tx, id, Some(role)).await?;
    tx.emit(&MemberRoleChanged { member: id, from, to: role }).await?;
    tx.commit().await?;
    Ok(row)
}
