//! A message without an event, to see whether an endpoint listens.

use super::{again::must_be_told, message, tasks::Deliver};
use crate::{
    hooks::endpoints::held,
    kernel::{app::App, audit::Deed, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    ids::{WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{ActiveModel, DeliveryStatus, Model},
};
use sea_orm::{ActiveModelTrait, Set};

/// Sends it on its way. What comes of it is in the delivery, as for any other.
pub async fn test(app: &App, scope: &Scope, endpoint: WebhookEndpointId) -> Result<Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    must_be_told(&held(&tx, endpoint).await?)?;
    let id = WebhookDeliveryId::new();
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(scope.agency()),
        endpoint_id: Set(endpoint),
        body: Set(message::of_test(scope.agency(), tx.now())),
        status: Set(DeliveryStatus::Pending),
        next_attempt_at: Set(Some(tx.now())),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    let subject = ("WEBHOOK_ENDPOINT", endpoint.0);
    tx.audit(Deed { action: "WEBHOOK_ENDPOINT_TESTED", subject, changes: vec![] }).await?;
    tx.enqueue(&Deliver::first(id))?;
    tx.commit().await?;
    Ok(row)
}
