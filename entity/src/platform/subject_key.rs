//! The key of one person: what the audit log holds of them is sealed under it, and lost with it when they are forgotten.

use crate::ids::{AgencyId, SubjectKeyId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// The key of one person: what the audit log holds of them is sealed under it, and lost with it when they are forgotten.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subject_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubjectKeyId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose: the id of a lead.
    pub subject_id: Uuid,
    /// The key itself, sealed under the installation's.
    pub sealed_key: Vec<u8>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(SubjectKeyId);
