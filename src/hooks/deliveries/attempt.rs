//! One attempt: look whether it is still owed, send, write down how it went.

use super::{
    record,
    tasks::{Deliver, DeliverAgain},
    verify,
};
use crate::{
    hooks::{
        endpoints::{rows, secret},
        sender::{Message, Outcome, Sender},
        signature,
    },
    kernel::{
        error::Error,
        queue::{Ended, Failure, Slice},
        tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    ids::TypedId,
    webhook_delivery::{Column as C, DeliveryStatus, Entity, Model},
    webhook_endpoint::{Column as E, EndpointStatus, Model as Endpoint},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// In which lane the attempt is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    First,
    Again,
}

/// An endpoint that failed so often in a row is tried among those that failed before only.
const TRUSTED: i32 = 3;

pub(super) async fn attempt(duty: Deliver, slice: &Slice, way: Way) -> Result<Ended, Failure> {
    let read = &slice.scope().read(slice.app());
    let delivery = slice.scope().find_by_id::<Entity>(duty.delivery).one(read).await?;
    let Some(delivery) = delivery.filter(|row| is_owed(row, duty)) else {
        return slice.done(slice.begin().await?).await;
    };
    let endpoint = rows(slice.scope()).filter(E::Id.eq(delivery.endpoint_id)).one(read).await?;
    let Some(endpoint) = endpoint.filter(|row| row.status == EndpointStatus::Enabled) else {
        let tx = slice.begin().await?;
        record::cancelled(&tx, duty).await?;
        return slice.done(tx).await;
    };
    if way == Way::First && endpoint.failure_count >= TRUSTED {
        let mut tx = slice.begin().await?;
        tx.enqueue(&DeliverAgain(duty))?;
        return slice.done(tx).await;
    }
    // Somebody who wants to know now asks at once.
    let is_test = delivery.event_kind.is_none();
    if let Some(at) = verify::silent_until(slice.app(), &endpoint).filter(|_| !is_test) {
        let tx = slice.begin().await?;
        record::put_off(&tx, duty, at).await?;
        return later(slice, tx, duty, (way, at)).await;
    }
    let outcome = match verify::refusal(slice, &endpoint).await? {
        Some(refused) => refused,
        None => send(slice, &delivery, &endpoint).await?,
    };
    let mut tx = slice.begin().await?;
    let next = record::attempted(&mut tx, duty, (&endpoint.url, &outcome)).await?;
    match next {
        Some(at) => later(slice, tx, duty, (way, at)).await,
        None => slice.done(tx).await,
    }
}

/// Among those that failed before.
async fn later(
    slice: &Slice,
    mut tx: Tx,
    duty: Deliver,
    (way, at): (Way, DateTime<Utc>),
) -> Result<Ended, Failure> {
    if way == Way::Again {
        return slice.again(tx, Some(at)).await;
    }
    tx.enqueue_at(&DeliverAgain(duty), at)?;
    slice.done(tx).await
}

fn is_owed(delivery: &Model, duty: Deliver) -> bool {
    delivery.status == DeliveryStatus::Pending && delivery.cycle == duty.cycle
}

async fn send(slice: &Slice, delivery: &Model, endpoint: &Endpoint) -> Result<Outcome, Failure> {
    let app = slice.app();
    let sender = app.extra::<Sender>().ok_or_else(|| Error::bug("nothing to send webhooks with"))?;
    let now = app.now();
    let (id, timestamp) = (delivery.id.shown(), now.timestamp());
    let secrets = secret::current(app, endpoint, now)?;
    let signature = signature::header(&secrets, &id, timestamp, &delivery.body)?;
    let message =
        Message { url: endpoint.url.clone(), id, timestamp, signature, body: delivery.body.clone() };
    Ok(sender.send(&message, now).await?)
}

/// The row, for whoever writes how an attempt went: still of this cycle, and owed.
pub(super) fn owed(duty: Deliver) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(C::Id.eq(duty.delivery))
        .add(C::Cycle.eq(duty.cycle))
        .add(C::Status.eq(DeliveryStatus::Pending))
}
