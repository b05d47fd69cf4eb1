//! Delivering again, by hand: the same message under the same id, with a new set of attempts.

use super::tasks::Deliver;
use crate::{
    hooks::endpoints::held,
    kernel::{
        app::App,
        audit::Deed,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::WebhookDeliveryId,
    webhook_delivery::{ActiveModel, DeliveryStatus, Entity, Model},
    webhook_endpoint::{EndpointStatus, Model as Endpoint},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Sends it on its way once more, at once, whatever became of it so far.
pub async fn redeliver(app: &App, scope: &Scope, id: WebhookDeliveryId) -> Result<Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let is = redeliver_in(&mut tx, id).await?;
    tx.commit().await?;
    Ok(is)
}

/// The same as part of something larger, by somebody who may.
pub async fn redeliver_in(tx: &mut Tx, id: WebhookDeliveryId) -> Result<Model> {
    let found = tx.scope().get::<Entity>(id, &*tx).await?;
    must_be_told(&held(tx, found.endpoint_id).await?)?;
    let was = tx.hold::<Entity>(id).await?;
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(DeliveryStatus::Pending),
        cycle: Set(was.cycle + 1),
        attempts: Set(0),
        next_attempt_at: Set(Some(tx.now())),
        finished_at: Set(None),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let is = row.update(&*tx).await?;
    let subject = ("WEBHOOK_DELIVERY", id.into());
    tx.audit(Deed { action: "WEBHOOK_DELIVERY_REDELIVERED", subject, changes: vec![] }).await?;
    tx.enqueue(&Deliver { delivery: id, cycle: is.cycle })?;
    Ok(is)
}

/// Refuses what would not be sent.
pub(super) fn must_be_told(endpoint: &Endpoint) -> Result<()> {
    if endpoint.status == EndpointStatus::Enabled {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This webhook endpoint is switched off.",
        "Switch it on first: `webhookEndpointUpdate` with `status: ENABLED`.",
    ))
}
