//! Books deliveries for events that have just got their numbers. In their transaction, under the log's lock: none is lost,
//! none is there twice, and each knows the one before it.

use super::{message, tasks::Deliver};
use crate::{
    hooks::endpoints::rows,
    kernel::{error::Result, events::LoggedEvent, scope::Scope, tx::Tx},
};
use entity::{
    ids::{WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{ActiveModel, DeliveryStatus, Entity},
    webhook_endpoint::{EndpointStatus, Model as Endpoint},
    webhook_position::{Column as P, Entity as Positions},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, sea_query::Expr};
use std::collections::HashMap;

/// Rows of one statement; SQLite binds 32,766 values in one, a row has 13.
const AT_ONCE: usize = 500;

/// What is owed to whom, and how far each has come. `agency`: the whole of it, whoever stated the events.
pub(super) async fn book(tx: &Tx, agency: &Scope, events: &[LoggedEvent]) -> Result<()> {
    let endpoints = rows(agency).all(tx).await?;
    if endpoints.is_empty() {
        return tx.stop_listening().await;
    }
    let mut positions = positions(tx, agency, &endpoints).await?;
    let (mut rows, mut duties) = (vec![], vec![]);
    for endpoint in &endpoints {
        let Some(position) = positions.get_mut(&endpoint.id) else { continue };
        let started_from = *position;
        for event in events.iter().filter(|event| is_wanted(endpoint, event)) {
            // One that is switched off is sent nothing; that it missed something it learns from the next.
            if endpoint.status == EndpointStatus::Enabled {
                let row = delivery(tx, endpoint, event, *position)?;
                duties.push(Deliver::first(row.0));
                rows.push(row.1);
            }
            *position = Some(event.seq);
        }
        if *position != started_from {
            let moved = tx.update::<Positions>().col_expr(P::MatchedSeq, Expr::val(*position));
            moved.filter(P::Id.eq(endpoint.id)).exec(tx).await?;
        }
    }
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        Entity::insert_many(rows.by_ref().take(AT_ONCE)).exec_without_returning(tx).await?;
    }
    tx.enqueue_unhurried(&duties).await
}

async fn positions(
    tx: &Tx,
    agency: &Scope,
    endpoints: &[Endpoint],
) -> Result<HashMap<WebhookEndpointId, Option<i64>>> {
    let rows = agency.find::<Positions>().filter(P::Id.is_in(endpoints.iter().map(|endpoint| endpoint.id)));
    Ok(rows.all(tx).await?.into_iter().map(|row| (row.id, row.matched_seq)).collect())
}

fn is_wanted(endpoint: &Endpoint, event: &LoggedEvent) -> bool {
    let kinds = &endpoint.event_kinds.0;
    kinds.is_empty() || kinds.contains(&event.kind)
}

fn delivery(
    tx: &Tx,
    endpoint: &Endpoint,
    event: &LoggedEvent,
    previous: Option<i64>,
) -> Result<(WebhookDeliveryId, ActiveModel)> {
    let id = WebhookDeliveryId::new();
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(event.agency),
        endpoint_id: Set(endpoint.id),
        seq: Set(Some(event.seq)),
        previous_seq: Set(previous),
        event_kind: Set(Some(event.kind)),
        body: Set(message::of_event(event, previous)?),
        status: Set(DeliveryStatus::Pending),
        next_attempt_at: Set(Some(tx.now())),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    Ok((id, row))
}
