//! Token bucket and circuit breaker of one provider account, shared by all processes.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whether calls go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BreakerState {
    /// Calls go through.
    Closed,
    /// Calls are refused until `opened_until`.
    Open,
    /// One call goes through to see.
    HalfOpen,
}

/// Token bucket and circuit breaker of one provider account, shared by all processes.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_budget")]
pub struct Model {
    /// Fingerprint of the provider account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account: String,
    /// Calls that may be made now.
    pub tokens: f64,
    /// Most tokens the bucket holds.
    pub capacity: f64,
    /// Tokens that come back each second.
    pub refill_per_second: f64,
    /// `tokens` was right at.
    pub refilled_at: DateTimeUtc,
    /// Whether calls go through.
    pub breaker_state: BreakerState,
    /// Failures in a row.
    pub failures: i32,
    /// Refused until.
    pub opened_until: Option<DateTimeUtc>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
