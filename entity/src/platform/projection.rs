//! How far a projection has read an agency's log.

use crate::ids::AgencyId;
use sea_orm::entity::prelude::*;

/// How far a projection has read an agency's log. Written with what it made of the events.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "projection")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agency_id: AgencyId,
    /// Which projection: `analytics`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The last event it has read.
    pub seq: i64,
    /// When that happened; none: it has read nothing yet.
    pub at: Option<DateTimeUtc>,
    /// Stocks were counted from rows as of this event: only later ones move them.
    pub counted_seq: i64,
    /// What happened before was kept from an earlier reading, because the log does not reach back so far.
    pub kept_until: Option<DateTimeUtc>,
    /// It is to begin anew.
    pub is_stale: bool,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
