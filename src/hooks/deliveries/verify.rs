//! The handshake: before an address is told anything, it must say that it wants to be, by giving back what we ask it to.
//! Otherwise anybody with an agency could have us call a stranger's server.

use super::{message, schedule::asked_again};
use crate::{
    hooks::{
        endpoints::secret,
        sender::{Message, Outcome, Sender},
        signature,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        queue::Slice,
        tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::webhook_endpoint::{Column as C, Entity, Model};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Asks an endpoint that has not been asked yet. `None`: it may be told; else how asking it went.
pub(super) async fn refusal(slice: &Slice, endpoint: &Model) -> Result<Option<Outcome>> {
    let app = slice.app();
    if endpoint.verified_at.is_some() || !app.config().webhooks.verify_endpoints {
        return Ok(None);
    }
    let sender = app.extra::<Sender>().ok_or_else(|| Error::bug("nothing to send webhooks with"))?;
    let challenge = hex::encode(app.random().bytes::<16>());
    let (id, now) = (format!("verify_{}", endpoint.id), app.now());
    let (body, timestamp) = (message::of_challenge(&challenge, now), now.timestamp());
    let secrets = secret::current(app, endpoint, now)?;
    let signature = signature::header(&secrets, &id, timestamp, &body)?;
    let message = Message { url: endpoint.url.clone(), id, timestamp, signature, body };
    let outcome = sender.ask(&message, now, &challenge).await?;
    if !outcome.is_success() {
        return Ok(Some(outcome));
    }
    keep(slice, endpoint, now).await?;
    Ok(None)
}

/// Until when an endpoint that was asked and did not want to be told is left in peace: its deliveries wait together, instead of
/// each asking for itself.
pub(super) fn silent_until(app: &App, endpoint: &Model) -> Option<DateTime<Utc>> {
    next_round(app, endpoint).filter(|again| *again > app.now())
}

/// Was it asked at this time beside somebody who has heard from it since? All who ask it together are one round, however many.
pub(super) fn is_of_this_round(app: &App, endpoint: &Model, at: DateTime<Utc>) -> bool {
    next_round(app, endpoint).is_some_and(|again| at < again)
}

/// When an endpoint that was asked and did not want to be told is asked once more.
fn next_round(app: &App, endpoint: &Model) -> Option<DateTime<Utc>> {
    let config = &app.config().webhooks;
    let since =
        endpoint.failing_since.filter(|_| config.verify_endpoints && endpoint.verified_at.is_none())?;
    Some(asked_again(&config.retry_after_seconds, since, endpoint.failure_count))
}

/// Of the address that was asked: it may be another by now.
async fn keep(slice: &Slice, endpoint: &Model, at: DateTime<Utc>) -> Result<()> {
    let tx = Tx::begin(slice.app(), slice.scope()).await?;
    let verified = tx.update::<Entity>().col_expr(C::VerifiedAt, Expr::val(at));
    let verified = verified.filter(C::Id.eq(endpoint.id)).filter(C::Url.eq(endpoint.url.as_str()));
    verified.exec(&tx).await?;
    tx.commit().await
}
