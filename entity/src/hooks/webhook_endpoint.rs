//! An address of the agency's that is told what happens.

use crate::event_kind::EventKind;
use crate::ids::{ActorId, AgencyId, WebhookEndpointId};
use crate::tenancy::tenanted;
use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whether it is told anything.
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
#[graphql(name = "WebhookEndpointStatus")]
pub enum EndpointStatus {
    /// It is told what happens.
    Enabled,
    /// It is told nothing: switched off by a person, or because it failed for days.
    Disabled,
}

/// What an endpoint is told; empty: everything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct EventKinds(pub Vec<EventKind>);

/// An address of the agency's that is told what happens.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Where it is. May hold a key of the receiver's, so it is shown to admins only.
    pub url: String,
    /// For people.
    pub description: Option<String>,
    /// What it is told; empty: everything.
    pub event_kinds: EventKinds,
    /// Whether it is told anything.
    pub status: EndpointStatus,
    /// Why not, when we switched it off.
    pub disabled_reason: Option<String>,
    /// Since when not.
    pub disabled_at: Option<DateTimeUtc>,
    /// What signs; sealed. None once it is removed.
    pub secret: Option<Vec<u8>>,
    /// The key it is sealed under.
    pub secret_key_id: Option<String>,
    /// What signed before the last rotation, and signs too until `old_secret_until`; sealed.
    pub old_secret: Option<Vec<u8>>,
    /// The key that one is sealed under.
    pub old_secret_key_id: Option<String>,
    /// The old secret signs until then.
    pub old_secret_until: Option<DateTimeUtc>,
    /// Attempts that failed since one went well.
    pub failure_count: i32,
    /// The first of these was then.
    pub failing_since: Option<DateTimeUtc>,
    /// An attempt went well then; kept to the minute.
    pub last_success_at: Option<DateTimeUtc>,
    /// It gave our challenge back then: whoever answers there wants to be told.
    pub verified_at: Option<DateTimeUtc>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change a person makes; an update may name the one it read.
    pub version: i32,
    /// Removed since; its deliveries stay until they are old.
    pub deleted_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(WebhookEndpointId, deleted: DeletedAt);
