//! One-time link that creates the first admin of an instance.

use crate::ids::SetupLinkId;
use sea_orm::entity::prelude::*;

/// One-time link that creates the first admin of an instance.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "setup_link")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SetupLinkId,
    /// SHA-256 (hex) of the token in the link.
    pub token_hash: String,
    /// Works until.
    pub expires_at: DateTimeUtc,
    /// Used at.
    pub used_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
