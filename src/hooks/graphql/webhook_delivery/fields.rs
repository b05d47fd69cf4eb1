//! The type.

use crate::{
    graphql::{Id, Result, node, scalars::Cursor},
    hooks::graphql::WebhookEndpoint,
    kernel::live::cursor,
};
use async_graphql::{Context, Json, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    event_kind::EventKind,
    ids::WebhookDeliveryId,
    webhook_delivery::{Attempt, DeliveryStatus},
};

/// One attempt to deliver a webhook.
#[derive(SimpleObject)]
pub struct WebhookAttempt {
    /// When it was made.
    at: DateTime<Utc>,
    /// How long it took, in thousandths of a second.
    duration_ms: i64,
    /// The status the receiver answered with; null: it did not answer.
    response_status: Option<i32>,
    /// The beginning of its answer, without what looks like a key or an e-mail address.
    response_excerpt: Option<String>,
    /// Why the attempt failed; null: it went well.
    error: Option<String>,
}

impl From<&Attempt> for WebhookAttempt {
    fn from(attempt: &Attempt) -> Self {
        Self {
            at: attempt.at,
            duration_ms: attempt.duration_ms,
            response_status: attempt.status.map(Into::into),
            response_excerpt: attempt.excerpt.clone(),
            error: attempt.error.clone(),
        }
    }
}

node! {
    /// One event, or a test, on its way to one webhook endpoint.
    WebhookDelivery(webhook_delivery)
}

/// One event, or a test, on its way to one webhook endpoint.
#[Object]
impl WebhookDelivery {
    /// Its id. The receiver knows it as `webhook-id`: the same in every attempt.
    pub async fn id(&self) -> Id<WebhookDeliveryId> {
        self.0.id.into()
    }

    /// Whom it is for; null when that endpoint was removed.
    async fn endpoint(&self, ctx: &Context<'_>) -> Result<Option<WebhookEndpoint>> {
        let found = WebhookEndpoint::find(ctx, self.0.endpoint_id).await?;
        Ok(found.filter(|endpoint| endpoint.0.deleted_at.is_none()))
    }

    /// What happened; null for a test.
    fn event_kind(&self) -> Option<EventKind> {
        self.0.event_kind
    }

    /// The event's place in the agency's log, as for `events(after:)`; null for a test.
    fn cursor(&self) -> Option<Cursor> {
        self.0.seq.map(|seq| Cursor(cursor::encode(self.0.agency_id, seq)))
    }

    /// The place of the event before it that concerned this endpoint, sent or not; null for the first, and for a test.
    fn previous_cursor(&self) -> Option<Cursor> {
        self.0.previous_seq.map(|seq| Cursor(cursor::encode(self.0.agency_id, seq)))
    }

    /// What is sent. Holds no personal values: fetch the object for those.
    fn body(&self) -> Json<serde_json::Value> {
        Json(serde_json::from_str(&self.0.body).unwrap_or_default())
    }

    /// Whether it arrived.
    fn status(&self) -> DeliveryStatus {
        self.0.status
    }

    /// Attempts made since it was last sent on its way.
    fn attempt_count(&self) -> i32 {
        self.0.attempts
    }

    /// The last attempts, 20 at most, oldest first.
    fn attempts(&self) -> Vec<WebhookAttempt> {
        self.0.attempt_log.0.iter().map(Into::into).collect()
    }

    /// The status the receiver last answered with; null: it did not answer, or was not asked yet.
    fn response_status(&self) -> Option<i32> {
        self.0.response_status
    }

    /// The next attempt is due then; null when there is none to come.
    fn next_attempt_at(&self) -> Option<DateTime<Utc>> {
        self.0.next_attempt_at
    }

    /// The last attempt was then.
    fn last_attempt_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_attempt_at
    }

    /// It arrived, or was given up, then.
    fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// When it was booked: with the event.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
