//! A new secret for an endpoint. For a day both sign, so that the receiver can change over without losing a message.

use super::{WithSecret, list::held, secret};
use crate::{
    hooks::{events::WebhookEndpointSecretRotated, signature},
    kernel::{app::App, check, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use chrono::TimeDelta;
use entity::{ids::WebhookEndpointId, webhook_endpoint::ActiveModel};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// How long the old secret signs too.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// Gives it a new secret. Rotated again within a day, only the newest two sign.
pub async fn rotate(
    app: &App,
    scope: &Scope,
    id: WebhookEndpointId,
    expected_version: Option<i32>,
) -> Result<WithSecret> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("webhook endpoint", expected_version, was.version)?;
    let secret = signature::mint(app.random());
    let (sealed, key) = secret::seal(app, id, &secret)?;
    let old_until = tx.now() + OVERLAP;
    let row = ActiveModel {
        id: Unchanged(id),
        secret: Set(Some(sealed)),
        secret_key_id: Set(Some(key)),
        old_secret: Set(was.secret),
        old_secret_key_id: Set(was.secret_key_id),
        old_secret_until: Set(Some(old_until)),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let endpoint = row.update(&tx).await?;
    tx.emit(&WebhookEndpointSecretRotated { endpoint: id, old_until }).await?;
    tx.commit().await?;
    Ok(WithSecret { endpoint, secret })
}
