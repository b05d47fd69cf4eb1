//! A stored answer to a person, of whatever agency: the same key and request get it again for 24 hours.

use crate::ids::{UserId, UserIdempotencyKeyId};
use sea_orm::entity::prelude::*;

/// A stored answer to a person, of whatever agency: the same key and request get it again for 24 hours.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user_idempotency_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserIdempotencyKeyId,
    /// Whose key: keys of different people never meet.
    pub user_id: UserId,
    /// As they sent it.
    pub key: String,
    /// SHA-256 (hex) of the request; another request is a mismatch.
    pub request_hash: String,
    /// The answer; none: the first request is still running.
    pub response: Option<Json>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Forgotten after.
    pub expires_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
