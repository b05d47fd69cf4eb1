//! A user in an agency, with a role. Never deleted: rows point to it. Removal is `removed_at`.

use crate::ids::{AgencyId, MembershipId, UserId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a member may do; the permission table is in `kernel::auth`.
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
pub enum Role {
    /// Runs the agency.
    AgencyAdmin,
    /// Finds and works leads.
    Researcher,
    /// Sees what is assigned to them, changes nothing.
    Client,
}

/// A user in an agency, with a role. Never deleted: rows point to it. Removal is `removed_at`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Who.
    pub user_id: UserId,
    /// What they may do.
    pub role: Role,
    /// Not a member any more since.
    pub removed_at: Option<DateTimeUtc>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(MembershipId);
