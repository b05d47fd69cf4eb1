//! Removing an endpoint: its secrets are gone at once, what was on its way is not sent.

use super::list::held;
use crate::{
    hooks::events::WebhookEndpointDeleted,
    kernel::{app::App, check, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    ids::WebhookEndpointId,
    webhook_endpoint::{ActiveModel, EndpointStatus},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Removes it. Its deliveries can be looked at until they are old.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: WebhookEndpointId,
    expected_version: Option<i32>,
) -> Result<()> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("webhook endpoint", expected_version, was.version)?;
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(EndpointStatus::Disabled),
        secret: Set(None),
        secret_key_id: Set(None),
        old_secret: Set(None),
        old_secret_key_id: Set(None),
        deleted_at: Set(Some(tx.now())),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    row.update(&tx).await?;
    tx.emit(&WebhookEndpointDeleted { endpoint: id }).await?;
    tx.commit().await
}
