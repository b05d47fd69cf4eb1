//! Renewing a session. Each refresh token is good once; an old one presented again means that two hold the session.

use super::{Tokens, access, create::life, refresh_token};
use crate::{
    base::secret::SecretString,
    identity::platform,
    kernel::{
        app::App,
        audit::{self, AccountDeed},
        caller::Origin,
        error::{Error, Result},
        platform::PlatformTx,
    },
};
use entity::{
    ids::{SessionId, UserId},
    session,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

const BAD: Error = Error::BadCredentials("This refresh token is not valid, or not any more: sign in again.");
const REUSED: Error =
    Error::BadCredentials("This refresh token was used before, so the session is over: sign in again.");

/// The next tokens of a session. There is no grace for an old token, not even the last one: whether a client lost our answer
/// or a thief was faster cannot be told apart.
pub async fn refresh(app: &App, origin: &Origin, token: SecretString) -> Result<Tokens> {
    let presented = refresh_token::read(app, &token).ok_or(BAD)?;
    let tx = PlatformTx::begin(app).await?;
    let row = platform::hold_session(presented.session, &tx).await?.ok_or(BAD)?;
    if row.revoked_at.is_some() || row.expires_at <= tx.now() {
        return Err(BAD);
    }
    if presented.generation != row.generation || presented.hash != row.token_hash {
        let user = end(&tx, row).await?.user_id;
        note_reuse(&tx, presented.session, user, origin).await?;
        tx.commit().await?;
        tracing::warn!(session = %presented.session, "an old refresh token was used again; session revoked");
        return Err(REUSED);
    }
    if platform::user(row.user_id, &tx).await?.disabled_at.is_some() {
        return Err(BAD);
    }
    let (refresh, row) = rotate(app, &tx, row, origin).await?;
    tx.commit().await?;
    let (access, expires_at) = access::issue(app, row.user_id, row.id)?;
    Ok(Tokens { access, refresh, expires_at })
}

async fn note_reuse(tx: &PlatformTx, session: SessionId, user: UserId, origin: &Origin) -> Result<()> {
    let reason = Some("An old refresh token was used again.");
    let deed = AccountDeed {
        action: "SESSION_REVOKED",
        session: Some(session),
        is_their_own: false,
        changes: vec![],
        reason,
    };
    let memberships = platform::memberships_of(user, tx).await?;
    audit::of_account(tx, &deed, memberships.iter().map(|m| (m.agency_id, m.id)), origin).await
}

async fn rotate(
    app: &App,
    tx: &PlatformTx,
    row: session::Model,
    origin: &Origin,
) -> Result<(SecretString, session::Model)> {
    let (refresh, next) = refresh_token::make(app, row.id, row.generation + 1);
    let mut row = row.into_active_model();
    row.generation = Set(next.generation);
    row.token_hash = Set(next.hash);
    row.ip = Set(origin.ip.map(|ip| ip.to_string()));
    row.last_used_at = Set(tx.now());
    row.expires_at = Set(tx.now() + life(app));
    row.updated_at = Set(tx.now());
    Ok((refresh, row.update(tx).await?))
}

/// Ends a session.
pub(super) async fn end(tx: &PlatformTx, row: session::Model) -> Result<session::Model> {
    let mut row = row.into_active_model();
    row.revoked_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    Ok(row.update(tx).await?)
}
