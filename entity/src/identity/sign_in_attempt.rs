//! Failed sign-ins per account and per address, counted in a window.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What the key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttemptKind {
    /// A normalised address tried as an account.
    Account,
    /// The network address it came from.
    Address,
}

/// Failed sign-ins per account and per address, counted in a window.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    /// Keyed hash of the account or address: never the value itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: String,
    /// What the key stands for.
    pub kind: AttemptKind,
    /// Start of the counting window.
    pub window_started_at: DateTimeUtc,
    /// Failures in the window.
    pub count: i32,
    /// Refused until.
    pub blocked_until: Option<DateTimeUtc>,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
