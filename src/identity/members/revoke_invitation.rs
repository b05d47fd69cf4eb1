//! Withdrawing an invitation.

use crate::kernel::{
    app::App,
    audit::Deed,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{ActorId, InvitationId},
    invitation::{self, Column},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set, sea_query::Expr};

/// Withdraws an invitation nobody has used.
pub async fn revoke_invitation(app: &App, scope: &Scope, id: InvitationId) -> Result<invitation::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<invitation::Entity>(id).await?;
    if was.accepted_at.is_some() {
        return Err(Error::conflict_with_hint(
            "This invitation was used.",
            "Remove the member (`memberRemove`).",
        ));
    }
    if was.revoked_at.is_some() {
        return Err(Error::conflict("This invitation is withdrawn already."));
    }
    let mut row = was.into_active_model();
    row.revoked_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    let subject = ("INVITATION", id.0);
    tx.audit(Deed { action: "INVITATION_REVOKED", subject, changes: vec![] }).await?;
    tx.commit().await?;
    Ok(row)
}

/// Withdraws whatever this member or key asked others in with, and nobody has used: who may grant nothing any more must not come
/// back by a link they kept.
pub(in crate::identity) async fn withdraw_of(tx: &Tx, who: impl Into<ActorId>) -> Result<()> {
    let who: ActorId = who.into();
    tx.update::<invitation::Entity>()
        .col_expr(Column::RevokedAt, Expr::val(tx.now()))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .filter(Column::CreatedBy.eq(who))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
