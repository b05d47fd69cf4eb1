//! Making the link. Its token is kept as a hash; earlier links of the same person stop working.

use super::request::can_have_one;
use crate::{
    base::{clock::Timestamp, secret::ExposeSecret, secret::SecretString},
    identity::{platform, secret, users::create},
    kernel::{
        app::App,
        error::{Error, Result},
        platform::PlatformTx,
    },
};
use chrono::TimeDelta;
use entity::{
    ids::{MembershipId, PasswordResetId, UserId},
    password_reset::{ActiveModel, Column},
    user,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, QueryFilter, Set, sea_query::Expr};

/// How long it works.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// So long after it stopped working it is thrown away.
const KEPT: TimeDelta = TimeDelta::days(1);

/// A link, as it is delivered: once, to nobody but its owner.
pub struct Link {
    pub url: SecretString,
    pub expires_at: Timestamp,
    /// Who gets it.
    pub email: String,
    pub name: String,
    pub locale: Option<String>,
}

/// A link for the account with this address: for the operator, who hands it over.
pub async fn link(app: &App, address: &str) -> Result<Link> {
    let address = create::email("email", address)?;
    let user = platform::user_by_email(&address, app.db().platform()).await?;
    let user = user.ok_or_else(|| crate::identity::setup::admin::nobody(&address))?;
    if !can_have_one(&user) {
        return Err(Error::conflict("This account is disabled, or signs in elsewhere."));
    }
    make(app, user).await
}

/// A link for a member who asked for one; `None`: they may not have one any more.
pub async fn link_for(app: &App, member: MembershipId) -> Result<Option<Link>> {
    let user = platform::user_of(member, app.db().platform()).await?;
    match user.filter(can_have_one) {
        Some(user) => make(app, user).await.map(Some),
        None => Ok(None),
    }
}

async fn make(app: &App, user: user::Model) -> Result<Link> {
    let tx = PlatformTx::begin(app).await?;
    retire(&tx, user.id).await?;
    let old = platform::delete_password_resets().filter(Column::ExpiresAt.lt(tx.now() - KEPT));
    old.exec(&tx).await?;
    let minted = secret::mint(app.random(), "lwr_");
    let expires_at = tx.now() + LIFE;
    let row = ActiveModel {
        id: Set(PasswordResetId::new()),
        user_id: Set(user.id),
        token_hash: Set(minted.hash),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(tx.now()),
    };
    row.insert(&tx).await?;
    tx.commit().await?;
    let base = app.config().server.base_url();
    let url = format!("{base}/password-reset?token={}", minted.shown.expose_secret());
    Ok(Link { url: url.into(), expires_at, email: user.email, name: user.name, locale: user.locale })
}

/// No link of this person works any more.
pub(super) async fn retire(tx: &PlatformTx, user: UserId) -> Result<()> {
    platform::update_password_resets()
        .col_expr(Column::UsedAt, Expr::val(tx.now()))
        .filter(Column::UserId.eq(user))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
