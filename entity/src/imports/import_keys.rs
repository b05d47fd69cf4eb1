//! Whom a plan has met so far in its file, so that the same person further down is told.

use crate::ids::{AgencyId, ImportId, ImportKeysId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// Whom one turn of a plan met.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_keys")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportKeysId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Of which import.
    pub import_id: ImportId,
    /// Hashes of dedupe keys, eight bytes each.
    pub hashes: Vec<u8>,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ImportKeysId);
