//! One event on its way to one webhook endpoint.

use crate::event_kind::EventKind;
use crate::ids::{AgencyId, WebhookDeliveryId, WebhookEndpointId};
use crate::tenancy::tenanted;
use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whether it arrived.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "WebhookDeliveryStatus")]
pub enum DeliveryStatus {
    /// It will be tried, or tried again.
    Pending,
    /// The receiver answered 2xx.
    Succeeded,
    /// All attempts failed.
    Failed,
    /// The endpoint was switched off or removed before it arrived.
    Cancelled,
}

/// The last attempts of a delivery, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Attempts(pub Vec<Attempt>);

/// One attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: DateTimeUtc,
    pub duration_ms: i64,
    /// What the receiver answered; none: nothing.
    pub status: Option<u16>,
    /// The beginning of its answer, without what looks like a secret or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// Why it failed, in our words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One event on its way to one webhook endpoint.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Its id; the receiver knows it as `webhook-id`, the same in every attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whom it is for.
    pub endpoint_id: WebhookEndpointId,
    /// The event's number in the agency's log; none: a test.
    pub seq: Option<i64>,
    /// The number of the event before it that concerned this endpoint.
    pub previous_seq: Option<i64>,
    /// What happened; none: a test.
    pub event_kind: Option<EventKind>,
    /// What is sent, byte by byte: the same in every attempt. No personal values.
    pub body: String,
    /// Whether it arrived.
    pub status: DeliveryStatus,
    /// How often it was sent on its way: 1, and one more for each time somebody had it delivered again.
    pub cycle: i32,
    /// Attempts made in this cycle.
    pub attempts: i32,
    /// The last attempts of all cycles, oldest first.
    pub attempt_log: Attempts,
    /// The next attempt is due then.
    pub next_attempt_at: Option<DateTimeUtc>,
    /// The last attempt was then.
    pub last_attempt_at: Option<DateTimeUtc>,
    /// What the receiver answered last.
    pub response_status: Option<i32>,
    /// It arrived, or was given up, then.
    pub finished_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(WebhookDeliveryId);
