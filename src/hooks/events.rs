//! What is stated about webhook endpoints. Addresses and secrets never appear. Deliveries state nothing: an event that
//! tells of its own delivery would never end.

use crate::kernel::events::{Event, FieldChange, Subject};
use chrono::{DateTime, Utc};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::WebhookEndpointId,
    webhook_endpoint::EndpointStatus,
};
use serde::{Deserialize, Serialize};

/// An endpoint was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct WebhookEndpointCreated {
    pub endpoint: WebhookEndpointId,
    /// Empty: all.
    pub kinds: Vec<EventKind>,
}

/// An endpoint changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct WebhookEndpointUpdated {
    pub endpoint: WebhookEndpointId,
    pub status: EndpointStatus,
    /// Empty: all.
    pub kinds: Vec<EventKind>,
    pub changes: Vec<FieldChange>,
}

/// An endpoint has a new secret.
#[derive(Debug, Serialize, Deserialize)]
pub struct WebhookEndpointSecretRotated {
    pub endpoint: WebhookEndpointId,
    /// The old one signs too until then.
    pub old_until: DateTime<Utc>,
}

/// Why we switched an endpoint off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DisabledBecause {
    /// It failed for days.
    Failing,
    /// It answered 410: there is nobody any more.
    Gone,
}

/// An endpoint was switched off by us.
#[derive(Debug, Serialize, Deserialize)]
pub struct WebhookEndpointDisabled {
    pub endpoint: WebhookEndpointId,
    pub reason: DisabledBecause,
    pub failing_since: Option<DateTime<Utc>>,
}

/// An endpoint was removed.
#[derive(Debug, Serialize, Deserialize)]
pub struct WebhookEndpointDeleted {
    pub endpoint: WebhookEndpointId,
}

macro_rules! audited {
    ($($name:ident => |$fact:pat_param| $changes:expr),* $(,)?) => {$(
        impl Event for $name {
            const KIND: EventKind = EventKind::$name;
            const IS_AUDITED: bool = true;

            fn subject(&self) -> Subject {
                Subject::new(SubjectKind::WebhookEndpoint, self.endpoint)
            }

            fn changes(&self) -> Vec<FieldChange> {
                let $fact = self;
                $changes
            }
        }
    )*};
}

audited! {
    WebhookEndpointCreated => |fact| vec![FieldChange::shown("eventKinds", (), &fact.kinds)],
    WebhookEndpointUpdated => |fact| fact.changes.clone(),
    WebhookEndpointSecretRotated => |_| vec![FieldChange::hidden("secret")],
    WebhookEndpointDisabled => |fact| vec![
        FieldChange::shown("status", EndpointStatus::Enabled, EndpointStatus::Disabled),
        FieldChange::shown("disabledReason", (), fact.reason),
    ],
    WebhookEndpointDeleted => |_| vec![],
}
