//! The one-time link of an installation without people.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    identity::{platform, secret},
    kernel::{app::App, error::Result, platform::PlatformTx},
};
use chrono::TimeDelta;
use entity::{
    ids::SetupLinkId,
    setup_link::{self, Column},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, QueryFilter, Set, sea_query::Expr};

/// How long it works; starting again makes a new one.
const LIFE: TimeDelta = TimeDelta::hours(24);

/// A token for the link that makes the first admin; `None` when there are people already. Earlier ones stop working.
pub async fn link(app: &App) -> Result<Option<SecretString>> {
    let tx = PlatformTx::begin(app).await?;
    if platform::has_users(&tx).await? {
        return Ok(None);
    }
    let unused = platform::update_setup_links().filter(Column::UsedAt.is_null());
    unused.col_expr(Column::UsedAt, Expr::val(tx.now())).exec(&tx).await?;
    let minted = secret::mint(app.random(), "lws_");
    let row = setup_link::ActiveModel {
        id: Set(SetupLinkId::new()),
        token_hash: Set(minted.hash),
        expires_at: Set(tx.now() + LIFE),
        used_at: Set(None),
        created_at: Set(tx.now()),
    };
    row.insert(&tx).await?;
    tx.commit().await?;
    Ok(Some(minted.shown))
}

/// Would this token make the first admin now? For the page that asks who that is.
pub async fn is_open(app: &App, token: &SecretString) -> Result<bool> {
    let c = app.db().platform();
    let hash = secret::digest(token.expose_secret());
    Ok(!platform::has_users(c).await? && platform::is_setup_link_open(&hash, app.now(), c).await?)
}
