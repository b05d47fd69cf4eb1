//! Changing a password: one's own, knowing the old one; anybody's, by the operator.

use super::password;
use crate::{
    base::secret::SecretString,
    identity::{
        platform,
        sessions::{attempts, revoke::revoke_all},
    },
    kernel::{
        app::App,
        audit::{self, AccountDeed},
        caller::{Caller, Origin},
        error::{Error, Result},
        platform::PlatformTx,
    },
};
use entity::{
    ids::{SessionId, UserId},
    user,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

/// Changes the caller's own password. Their other sessions end. Wrong guesses of the old one count like sign-ins.
pub async fn change_password(
    app: &App,
    caller: &Caller,
    current: SecretString,
    new: SecretString,
) -> Result<user::Model> {
    let id = caller.user()?;
    password::check_new("newPassword", &new)?;
    let user = platform::user(id, app.db().platform()).await?;
    let attempt = attempts::begin(app, &caller.origin, &user.email).await?;
    if !password::matches(app, user.password_hash, current).await? {
        return Err(Error::invalid("currentPassword", "the password you have now"));
    }
    let kept = Kept { session: caller.session, origin: caller.origin.clone() };
    set_password(app, id, new, Some((attempt, kept))).await
}

/// What stays of somebody who changes their own password.
pub(in crate::identity) struct Kept {
    /// This sign-in goes on.
    session: Option<SessionId>,
    origin: Origin,
}

/// Sets a password and ends the person's sessions. `own`: they do it themselves, and the sign-in they do it from goes on.
pub(in crate::identity) async fn set_password(
    app: &App,
    id: UserId,
    new: SecretString,
    own: Option<(attempts::Attempt, Kept)>,
) -> Result<user::Model> {
    let hash = password::hash(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    if let Some((attempt, _)) = &own {
        attempts::succeeded(&tx, attempt).await?;
    }
    let was = platform::hold_user(id, &tx).await?;
    let version = was.version + 1;
    let mut row = was.into_active_model();
    row.password_hash = Set(Some(hash));
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    let kept = own.map(|(_, kept)| kept);
    revoke_all(&tx, id, kept.as_ref().and_then(|kept| kept.session)).await?;
    note(&tx, id, kept.map(|kept| kept.origin)).await?;
    tx.commit().await?;
    Ok(row)
}

/// On record wherever the account opens something. `by_themselves`: from where; otherwise the operator did it.
async fn note(tx: &PlatformTx, id: UserId, by_themselves: Option<Origin>) -> Result<()> {
    let is_their_own = by_themselves.is_some();
    let reason = (!is_their_own).then_some("The operator of the installation set it.");
    let deed = AccountDeed { action: "PASSWORD_CHANGED", session: None, is_their_own, reason };
    let memberships = platform::memberships_of(id, tx).await?;
    let each = memberships.iter().map(|m| (m.agency_id, m.id));
    audit::of_account(tx, &deed, each, &by_themselves.unwrap_or_default()).await
}
