//! Signing in with e-mail and password.

use super::{
    Tokens, access,
    attempts::{self, Counted},
    refresh_token,
};
use crate::{
    base::secret::SecretString,
    identity::{
        platform,
        users::{create::email, password},
    },
    kernel::{
        app::App,
        audit::{self, AccountDeed},
        caller::Origin,
        error::{Error, Result},
        platform::PlatformTx,
    },
};
use chrono::TimeDelta;
use entity::{
    ids::{SessionId, UserId},
    session::{self, Column},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, QueryFilter, Set};

/// How long a session that is over can still be looked at.
const KEPT: TimeDelta = TimeDelta::days(30);

/// E-mail and password, as typed.
pub struct SignIn {
    pub email: String,
    pub password: SecretString,
}

/// Starts a session. An unknown account, a wrong password and a disabled account get the same answer in the same time.
pub async fn create(app: &App, origin: &Origin, input: SignIn) -> Result<Tokens> {
    let email = email("email", &input.email)?;
    let attempt = attempts::begin(app, origin, &email, Counted::SignIn).await?;
    let user = platform::user_by_email(&email, app.db().platform()).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let is_right = password::matches(app, stored, input.password).await?;
    if let Some(user) = user.as_ref().filter(|user| !is_right || user.disabled_at.is_some()) {
        note_refusal(app, user.id, is_right, origin);
    }
    let Some(user) = user.filter(|user| is_right && user.disabled_at.is_none()) else {
        return Err(Error::BadCredentials("E-mail or password is wrong."));
    };
    let tx = PlatformTx::begin(app).await?;
    attempts::succeeded(&tx, &attempt).await?;
    let tokens = start(app, &tx, user.id, origin).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// Puts a failed sign-in on record in the agencies it would have opened. Beside the answer, which must not take longer for
/// an account that exists.
fn note_refusal(app: &App, user: UserId, is_right: bool, origin: &Origin) {
    let (app, origin) = (app.clone(), origin.clone());
    let reason = if is_right { "The account is disabled." } else { "The password was wrong." };
    let deed = AccountDeed {
        action: "SESSION_REFUSED",
        session: None,
        is_their_own: false,
        changes: vec![],
        reason: Some(reason),
    };
    tokio::spawn(async move {
        let noted = async {
            let tx = PlatformTx::begin(&app).await?;
            let memberships = platform::memberships_of(user, &tx).await?;
            audit::of_account(&tx, &deed, memberships.iter().map(|m| (m.agency_id, m.id)), &origin).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, "a failed sign-in could not be put on record");
        }
    });
}

/// A new session of a person who has proven who they are.
pub(in crate::identity) async fn start(
    app: &App,
    tx: &PlatformTx,
    user: UserId,
    origin: &Origin,
) -> Result<Tokens> {
    let id = SessionId::new();
    let (refresh, token) = refresh_token::make(app, id, 0);
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        token_hash: Set(token.hash),
        generation: Set(0),
        user_agent: Set(origin.user_agent.as_deref().map(shortened)),
        ip: Set(origin.ip.map(|ip| ip.to_string())),
        last_used_at: Set(tx.now()),
        expires_at: Set(tx.now() + life(app)),
        revoked_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    row.insert(tx).await?;
    forget_old(tx, user).await?;
    let memberships = platform::memberships_of(user, tx).await?;
    let deed = AccountDeed {
        action: "SESSION_CREATED",
        session: Some(id),
        is_their_own: true,
        changes: vec![],
        reason: None,
    };
    audit::of_account(tx, &deed, memberships.iter().map(|m| (m.agency_id, m.id)), origin).await?;
    let (access, expires_at) = access::issue(app, user, id)?;
    Ok(Tokens { access, refresh, expires_at })
}

/// Sessions that were over long ago go: nobody can use them, and each script that signs in leaves one.
async fn forget_old(tx: &PlatformTx, user: UserId) -> Result<()> {
    let before = tx.now() - KEPT;
    let is_over = Condition::any().add(Column::ExpiresAt.lt(before)).add(Column::RevokedAt.lt(before));
    let old = platform::delete_sessions().filter(Column::UserId.eq(user)).filter(is_over);
    old.exec(tx).await?;
    Ok(())
}

/// How long a session lasts without being refreshed.
pub(in crate::identity) fn life(app: &App) -> TimeDelta {
    TimeDelta::days(app.config().auth.refresh_token_days.into())
}

fn shortened(user_agent: &str) -> String {
    user_agent.chars().filter(|c| !c.is_control()).take(300).collect()
}
