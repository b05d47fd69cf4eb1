//! The tenant: one agency and everything it owns.

use crate::ids::AgencyId;
use crate::tenancy::keyed;
use sea_orm::entity::prelude::*;

/// The tenant: one agency and everything it owns.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agency")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgencyId,
    /// What people call it.
    pub name: String,
    /// Short name in addresses and in `X-Agency`; unique in the instance.
    pub slug: String,
    /// Settings the agency's admins may change.
    pub settings: Json,
    /// Limits set by the operator of the instance.
    pub limits: Json,
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

keyed!(AgencyId);
