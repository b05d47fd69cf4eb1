//! The type. Its secret is shown once, when it is made: there is no field for it.

use crate::graphql::{Id, node, scalars::Url};
use async_graphql::Object;
use chrono::{DateTime, Utc};
use entity::{event_kind::EventKind, ids::WebhookEndpointId, webhook_endpoint::EndpointStatus};

node! {
    /// An address of the agency's that is told what happens, as the Standard Webhooks have it: each message is signed.
    WebhookEndpoint(webhook_endpoint)
}

/// An address of the agency's that is told what happens, as the Standard Webhooks have it: each message is signed.
#[Object]
impl WebhookEndpoint {
    /// Its id.
    pub async fn id(&self) -> Id<WebhookEndpointId> {
        self.0.id.into()
    }

    /// Where it is.
    fn url(&self) -> Url {
        Url(self.0.url.clone())
    }

    /// For people.
    fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What it is told; empty: everything.
    fn event_kinds(&self) -> &[EventKind] {
        &self.0.event_kinds.0
    }

    /// Whether it is told anything.
    fn status(&self) -> EndpointStatus {
        self.0.status
    }

    /// Why Leadwire switched it off; null when it did not.
    fn disabled_reason(&self) -> Option<&str> {
        self.0.disabled_reason.as_deref()
    }

    /// Switched off since then.
    fn disabled_at(&self) -> Option<DateTime<Utc>> {
        self.0.disabled_at
    }

    /// Attempts that failed since one went well.
    fn failure_count(&self) -> i32 {
        self.0.failure_count
    }

    /// The first of these was then. After five days without success the endpoint is switched off.
    fn failing_since(&self) -> Option<DateTime<Utc>> {
        self.0.failing_since
    }

    /// An attempt went well then; kept to the minute.
    fn last_success_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_success_at
    }

    /// It gave back what Leadwire asked it to, so whoever answers there wants to be told; null: not yet. Asked before the
    /// first message, and again when the address has changed.
    fn verified_at(&self) -> Option<DateTime<Utc>> {
        self.0.verified_at
    }

    /// After a rotation: messages carry a signature with the old secret, too, until then.
    fn old_secret_until(&self) -> Option<DateTime<Utc>> {
        self.0.old_secret_until
    }

    /// Raised by every change; an update may name the one it read.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
