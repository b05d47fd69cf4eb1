//! A refresh-token family: one sign-in on one device.

use crate::ids::{SessionId, UserId};
use crate::tenancy::keyed;
use sea_orm::entity::prelude::*;

/// A refresh-token family: one sign-in on one device.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// SHA-256 (hex) of the refresh token that is valid now.
    pub token_hash: String,
    /// How often the token was rotated; an older token presented again revokes the family.
    pub generation: i32,
    /// What the device said it is.
    pub user_agent: Option<String>,
    /// Address of the last use.
    pub ip: Option<String>,
    /// When the token was last rotated.
    pub last_used_at: DateTimeUtc,
    /// No rotation after this.
    pub expires_at: DateTimeUtc,
    /// Signed out, or revoked after reuse.
    pub revoked_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

keyed!(SessionId);
