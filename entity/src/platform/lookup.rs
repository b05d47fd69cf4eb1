//! A cached fact, or the cached knowledge that there is none.

use crate::ids::{AgencyId, LookupId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A cached fact, or the cached knowledge that there is none.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lookup")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LookupId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Who said it: `HUNTER`.
    pub provider: String,
    /// What was looked up: `email_verification`.
    pub kind: String,
    /// Keyed hash of what it was looked up by.
    pub key_hash: String,
    /// The fact; none: the provider does not know.
    pub value: Option<Json>,
    /// Learnt at.
    pub fetched_at: DateTimeUtc,
    /// Asked again after.
    pub expires_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(LookupId);
