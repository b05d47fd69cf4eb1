//! Using the link: once, within its hour.

use super::{
    link::retire,
    request::{can_have_one, nobody_in},
};
use crate::{
    base::secret::{ExposeSecret, SecretString},
    identity::{
        events::PasswordChanged,
        platform, secret,
        sessions::attempts,
        users::{
            change_password::{By, set_password_in},
            password,
        },
    },
    kernel::{
        app::App,
        caller::Origin,
        error::{Error, Result},
        platform::PlatformTx,
        tx::Tx,
    },
};
use entity::{ids::UserId, password_reset::Column};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

const GONE: Error = Error::BadCredentials("This link was used, or is too old: ask for another.");

/// Would this token set a password now? For the page that asks for it.
pub async fn is_open(app: &App, token: &SecretString) -> Result<bool> {
    let hash = secret::digest(token.expose_secret());
    Ok(platform::open_password_reset(&hash, app.now(), app.db().platform()).await?.is_some())
}

/// Sets the password of whoever the link was made for, and ends all their sessions. Of two who hold the link, one comes first.
pub async fn consume(app: &App, origin: &Origin, token: SecretString, new: SecretString) -> Result<()> {
    password::check_new("newPassword", &new)?;
    let hash = secret::digest(token.expose_secret());
    // Asked first: hashing a password for a link that does not work would be a stranger's lever.
    let open = platform::open_password_reset(&hash, app.now(), app.db().platform()).await?.ok_or(GONE)?;
    let new = password::hash(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    let used = platform::update_password_resets()
        .col_expr(Column::UsedAt, Expr::val(tx.now()))
        .filter(Column::Id.eq(open.id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now()))
        .exec(&tx)
        .await?;
    let user = platform::hold_user(open.user_id, &tx).await?;
    if used.rows_affected != 1 || !can_have_one(&user) {
        return Err(GONE);
    }
    retire(&tx, user.id).await?;
    attempts::forgive(app, &tx, &user.email).await?;
    let id = set_password_in(&tx, user, new, By::Link(origin.clone())).await?.id;
    tx.commit().await?;
    if let Err(error) = state(app, origin, id).await {
        tracing::error!(%error, "somebody has a new password and nobody could be told");
    }
    Ok(())
}

/// States it wherever the account opens something: whoever it belongs to may not be who held the link.
async fn state(app: &App, origin: &Origin, user: UserId) -> Result<()> {
    for member in platform::memberships_of(user, app.db().platform()).await? {
        let told = async {
            let mut tx = Tx::begin(app, &nobody_in(&member, origin)).await?;
            tx.emit(&PasswordChanged { member: member.id }).await?;
            tx.commit().await
        };
        if let Err(error) = told.await {
            tracing::error!(%error, agency = %member.agency_id, "somebody has a new password and could not be told");
        }
    }
    Ok(())
}
