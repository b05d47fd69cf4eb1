//! One-time link by which somebody sets a new password.

use crate::ids::{PasswordResetId, UserId};
use sea_orm::entity::prelude::*;

/// One-time link by which somebody sets a new password.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "password_reset")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasswordResetId,
    /// Whose password.
    pub user_id: UserId,
    /// SHA-256 (hex) of the token in the link.
    pub token_hash: String,
    /// Works until.
    pub expires_at: DateTimeUtc,
    /// Used, or replaced by a newer one, at.
    pub used_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
