//! A mapping worth keeping: for files with the same columns.

use crate::ids::{ActorId, AgencyId, ImportMappingId};
use crate::imports::parts::ImportMapping;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A mapping worth keeping.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_mapping")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportMappingId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// What people call it.
    pub name: String,
    /// Case-folded name: each once.
    pub name_folded: String,
    /// Which columns it is for: their folded names, sorted, one a line.
    pub columns_key: String,
    /// Which column is what, by the column's name.
    pub mapping: ImportMapping,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change.
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

tenanted!(ImportMappingId);
