//! How attempts went, written down: on the delivery, and on the endpoint when its luck turns. The endpoint is held first,
//! by everybody who holds both.

use super::{
    attempt::owed,
    schedule::{PATIENCE, wait},
    tasks::Deliver,
    verify::is_of_this_round,
};
use crate::{
    hooks::{
        endpoints::held,
        events::{DisabledBecause, WebhookEndpointDisabled},
        sender::Outcome,
    },
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    webhook_delivery::{ActiveModel, Attempt, Column as C, DeliveryStatus, Entity, Model},
    webhook_endpoint::{ActiveModel as EndpointRow, EndpointStatus, Model as Endpoint},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, QueryFilter, Set, sea_query::Expr};

/// Attempts kept on a delivery.
const KEPT: usize = 20;
/// `last_success_at` is written at most this often.
const SUCCESS_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Writes an attempt at `url` down; when the next is due, if there is to be one.
pub(super) async fn attempted(
    tx: &mut Tx,
    duty: Deliver,
    (url, outcome): (&str, &Outcome),
) -> Result<Option<DateTime<Utc>>> {
    let Some(found) = look(tx, duty).await? else { return Ok(None) };
    let endpoint = match held(tx, found.endpoint_id).await {
        Err(Error::NotFound(_)) => None,
        endpoint => Some(endpoint?),
    };
    // Once more, now that nobody else writes: sent on its way by hand meanwhile, it is not this attempt's any more.
    let Some(row) = look(tx, duty).await? else { return Ok(None) };
    let is_told = endpoint.as_ref().is_some_and(|it| it.status == EndpointStatus::Enabled);
    // It may have another address by now, of which this attempt says nothing.
    let is_there = endpoint.as_ref().is_none_or(|it| it.url == url);
    let attempts = row.attempts + 1;
    let waits = &tx.app().config().webhooks.retry_after_seconds;
    let (status, next) = match wait(waits, attempts, outcome.retry_after) {
        _ if outcome.is_success() => (DeliveryStatus::Succeeded, None),
        _ if outcome.is_gone() && is_there => (DeliveryStatus::Failed, None),
        _ if !is_told => (DeliveryStatus::Cancelled, None),
        Some(wait) => (DeliveryStatus::Pending, Some(tx.now() + wait)),
        None => (DeliveryStatus::Failed, None),
    };
    let row = ActiveModel {
        id: Unchanged(row.id),
        status: Set(status),
        attempts: Set(attempts),
        attempt_log: Set(logged(&row, &outcome.attempt)),
        last_attempt_at: Set(Some(outcome.attempt.at)),
        response_status: Set(outcome.attempt.status.map(Into::into)),
        next_attempt_at: Set(next),
        finished_at: Set(next.is_none().then(|| tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    row.update(&*tx).await?;
    if let Some(endpoint) = endpoint.filter(|_| is_there) {
        note(tx, &endpoint, outcome).await?;
    }
    Ok(next)
}

/// The delivery, as long as it is owed.
async fn look(tx: &Tx, duty: Deliver) -> Result<Option<Model>> {
    Ok(tx.scope().find::<Entity>().filter(owed(duty)).one(tx).await?)
}

fn logged(row: &Model, attempt: &Attempt) -> entity::webhook_delivery::Attempts {
    let mut all = row.attempt_log.clone();
    all.0.push(attempt.clone());
    let surplus = all.0.len().saturating_sub(KEPT);
    all.0.drain(..surplus);
    all
}

/// The endpoint's own book: since when it fails, and the end of our patience.
async fn note(tx: &mut Tx, endpoint: &Endpoint, outcome: &Outcome) -> Result<()> {
    let mut row = EndpointRow { id: Unchanged(endpoint.id), ..Default::default() };
    if outcome.is_success() {
        let is_noted = endpoint.last_success_at.is_some_and(|at| at + SUCCESS_NOTED_EVERY > tx.now());
        if is_noted && endpoint.failing_since.is_none() {
            return Ok(());
        }
        row.failure_count = Set(0);
        row.failing_since = Set(None);
        row.last_success_at = Set(Some(tx.now()));
        row.update(&*tx).await?;
        return Ok(());
    }
    let since = endpoint.failing_since.unwrap_or(outcome.attempt.at);
    // Asked by several at once, it refused once.
    if !is_of_this_round(tx.app(), endpoint, outcome.attempt.at) {
        row.failure_count = Set(endpoint.failure_count.saturating_add(1));
    }
    row.failing_since = Set(Some(since));
    let reason = match outcome.attempt.at - since >= PATIENCE {
        _ if outcome.is_gone() => Some(DisabledBecause::Gone),
        true => Some(DisabledBecause::Failing),
        false => None,
    };
    if let Some(reason) = reason.filter(|_| endpoint.status == EndpointStatus::Enabled) {
        row.status = Set(EndpointStatus::Disabled);
        row.disabled_at = Set(Some(tx.now()));
        row.disabled_reason = Set(Some(words(reason).to_owned()));
        row.version = Set(endpoint.version + 1);
        row.updated_at = Set(tx.now());
        let fact = WebhookEndpointDisabled { endpoint: endpoint.id, reason, failing_since: Some(since) };
        tx.emit(&fact).await?;
    }
    row.update(&*tx).await?;
    Ok(())
}

fn words(reason: DisabledBecause) -> &'static str {
    match reason {
        DisabledBecause::Failing => "It failed for five days.",
        DisabledBecause::Gone => "It answered 410: it is not there any more.",
    }
}

/// Nothing is tried before then.
pub(super) async fn put_off(tx: &Tx, duty: Deliver, until: DateTime<Utc>) -> Result<()> {
    let waits = tx.update::<Entity>().col_expr(C::NextAttemptAt, Expr::val(until));
    let waits = waits.col_expr(C::UpdatedAt, Expr::val(tx.now()));
    waits.filter(owed(duty)).exec(tx).await?;
    Ok(())
}

/// What an endpoint that is switched off, or removed, does not get any more.
pub(super) async fn cancelled(tx: &Tx, duty: Deliver) -> Result<()> {
    end(tx, duty, DeliveryStatus::Cancelled).await
}

/// We could not even try: that is on the log, not on the endpoint.
pub(super) async fn given_up(tx: &Tx, duty: Deliver) -> Result<()> {
    end(tx, duty, DeliveryStatus::Failed).await
}

async fn end(tx: &Tx, duty: Deliver, status: DeliveryStatus) -> Result<()> {
    let ended = tx
        .update::<Entity>()
        .col_expr(C::Status, Expr::val(status))
        .col_expr(C::NextAttemptAt, Expr::val(None::<DateTime<Utc>>))
        .col_expr(C::FinishedAt, Expr::val(tx.now()))
        .col_expr(C::UpdatedAt, Expr::val(tx.now()));
    ended.filter(owed(duty)).exec(tx).await?;
    Ok(())
}
