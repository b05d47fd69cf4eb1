//! A lane of an agency: how many of its tasks may be admitted at once.

use crate::ids::AgencyId;
use sea_orm::entity::prelude::*;

/// A lane of an agency: how many of its tasks may be admitted at once.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "task_lane")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agency_id: AgencyId,
    /// Name of the lane.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lane: String,
    /// Admitted at once, at most.
    pub capacity: i32,
    /// Nothing is admitted while true.
    pub is_paused: bool,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
