//! Signing out: one's own devices, or a member's by their admin.

use super::refresh::end;
use crate::{
    identity::platform,
    kernel::{
        app::App,
        audit::{self, AccountDeed, Deed},
        caller::Caller,
        error::{Error, Result},
        permission::Permission,
        platform::PlatformTx,
        scope::Scope,
    },
};
use entity::{
    ids::{SessionId, UserId},
    membership, session,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QuerySelect, sea_query::Expr};

const UNKNOWN: Error = Error::NotFound("session");

/// Ends a session: its tokens are refused from the next request on, its live streams close within seconds. Ending it twice
/// is no error.
pub async fn revoke(app: &App, caller: &Caller, id: SessionId) -> Result<session::Model> {
    if caller.known()?.user.is_none() {
        caller.scope()?.require(Permission::ManageAgency)?;
    }
    let tx = PlatformTx::begin(app).await?;
    let row = platform::hold_session(id, &tx).await?.ok_or(UNKNOWN)?;
    if caller.user != Some(row.user_id) {
        let scope = caller.scope.as_ref().filter(|scope| scope.allows(Permission::ManageAgency));
        let is_members = match scope {
            Some(scope) => is_lesser_member((app, &tx), scope, caller, row.user_id).await?,
            None => false,
        };
        if !is_members {
            return Err(UNKNOWN);
        }
    }
    if row.revoked_at.is_some() {
        return Ok(row);
    }
    let row = end(&tx, row).await?;
    note(&tx, caller, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Signing out is on record wherever the sign-in opened something; what an admin ends, in the admin's agency.
async fn note(tx: &PlatformTx, caller: &Caller, row: &session::Model) -> Result<()> {
    const ACTION: &str = "SESSION_REVOKED";
    if caller.user == Some(row.user_id) {
        let deed = AccountDeed {
            action: ACTION,
            session: Some(row.id),
            is_their_own: true,
            changes: vec![],
            reason: None,
        };
        let memberships = platform::memberships_of(row.user_id, tx).await?;
        let each = memberships.iter().map(|m| (m.agency_id, m.id));
        return audit::of_account(tx, &deed, each, &caller.origin).await;
    }
    let deed = Deed { action: ACTION, subject: ("SESSION", row.id.0), changes: vec![] };
    audit::beside(tx, caller.scope()?, &deed).await
}

/// Ends all of a person's sessions but `kept`.
pub(in crate::identity) async fn revoke_all(
    tx: &PlatformTx,
    user: UserId,
    kept: Option<SessionId>,
) -> Result<()> {
    let others = Condition::all()
        .add(session::Column::UserId.eq(user))
        .add(session::Column::RevokedAt.is_null())
        .add_option(kept.map(|id| session::Column::Id.ne(id)));
    platform::update_sessions()
        .col_expr(session::Column::RevokedAt, Expr::val(tx.now()))
        .col_expr(session::Column::UpdatedAt, Expr::val(tx.now()))
        .filter(others)
        .exec(tx)
        .await?;
    Ok(())
}

/// An agency's admin has no power over the installation's operator, even when that one is a member.
/// Looked up as the agency itself would: a platform connection sees everybody's members.
pub(super) async fn is_lesser_member(
    (app, c): (&App, &impl ConnectionTrait),
    scope: &Scope,
    caller: &Caller,
    user: UserId,
) -> Result<bool> {
    let theirs = scope.find::<membership::Entity>().filter(membership::Column::UserId.eq(user));
    let current = theirs.filter(membership::Column::RemovedAt.is_null()).limit(1);
    if current.one(&scope.read(app)).await?.is_none() {
        return Ok(false);
    }
    Ok(caller.is_super_admin || !platform::user(user, c).await?.is_super_admin)
}
