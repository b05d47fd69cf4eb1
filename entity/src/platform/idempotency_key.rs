//! A stored answer: the same key and request get it again for 24 hours.

use crate::ids::{ActorId, AgencyId, IdempotencyKeyId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A stored answer: the same key and request get it again for 24 hours.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdempotencyKeyId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose key: keys of different callers never meet.
    pub caller_id: ActorId,
    /// As the caller sent it.
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

tenanted!(IdempotencyKeyId);
