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
        caller::Caller,
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
    set_password(app, id, new, caller.session, Some(&attempt)).await
}

/// Sets a password and ends the person's sessions but `kept`.
pub(in crate::identity) async fn set_password(
    app: &App,
    id: UserId,
    new: SecretString,
    kept: Option<SessionId>,
    attempt: Option<&attempts::Attempt>,
) -> Result<user::Model> {
    let hash = password::hash(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    if let Some(attempt) = attempt {
        attempts::succeeded(&tx, attempt).await?;
    }
    let was = platform::hold_user(id, &tx).await?;
    let version = was.version + 1;
    let mut row = was.into_active_model();
    row.password_hash = Set(Some(hash));
    row.version = Set(version);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    revoke_all(&tx, id, kept).await?;
    tx.commit().await?;
    Ok(row)
}
