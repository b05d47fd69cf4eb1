//! Changing a password: one's own, knowing the old one; anybody's, by a link (`reset`) or by the operator.

use super::password;
use crate::{
    base::secret::SecretString,
    identity::{
        platform,
        sessions::{
            attempts::{self, Counted},
            revoke::revoke_all,
        },
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
    let attempt = attempts::begin(app, &caller.origin, &user.email, Counted::SignIn).await?;
    if !password::matches(app, user.password_hash, current).await? {
        return Err(Error::invalid("currentPassword", "the password you have now"));
    }
    let hash = password::hash(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    attempts::succeeded(&tx, &attempt).await?;
    let was = platform::hold_user(id, &tx).await?;
    let by = By::Themselves(caller.session, caller.origin.clone());
    let row = set_password_in(&tx, was, hash, by).await?;
    tx.commit().await?;
    Ok(row)
}

/// Who sets a password.
pub(in crate::identity) enum By {
    /// They themselves, knowing the old one; the sign-in they do it from goes on.
    Themselves(Option<SessionId>, Origin),
    /// They themselves, by a link that was sent to them.
    Link(Origin),
    /// Whoever runs the installation.
    Operator,
}

/// Sets a password and ends the person's sessions.
pub(in crate::identity) async fn set_password(
    app: &App,
    id: UserId,
    new: SecretString,
) -> Result<user::Model> {
    let hash = password::hash(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    let was = platform::hold_user(id, &tx).await?;
    let row = set_password_in(&tx, was, hash, By::Operator).await?;
    tx.commit().await?;
    Ok(row)
}

/// The same in a transaction that holds the person.
pub(in crate::identity) async fn set_password_in(
    tx: &PlatformTx,
    was: user::Model,
    hash: String,
    by: By,
) -> Result<user::Model> {
    let (id, version) = (was.id, was.version + 1);
    let mut row = was.into_active_model();
    row.password_hash = Set(Some(hash));
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    let row = row.update(tx).await?;
    let kept = if let By::Themselves(kept, _) = &by { *kept } else { None };
    revoke_all(tx, id, kept).await?;
    note(tx, id, by).await?;
    Ok(row)
}

/// On record wherever the account opens something.
async fn note(tx: &PlatformTx, id: UserId, by: By) -> Result<()> {
    let (is_their_own, reason, origin) = match by {
        By::Themselves(_, origin) => (true, None, origin),
        By::Link(origin) => (true, Some("They had forgotten the old one, and used a link."), origin),
        By::Operator => (false, Some("The operator of the installation set it."), Origin::default()),
    };
    let deed =
        AccountDeed { action: "PASSWORD_CHANGED", session: None, is_their_own, changes: vec![], reason };
    let memberships = platform::memberships_of(id, tx).await?;
    audit::of_account(tx, &deed, memberships.iter().map(|m| (m.agency_id, m.id)), &origin).await
}
