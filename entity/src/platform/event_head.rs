//! Counter of an agency's log; its row lock makes number order equal commit order.

use crate::ids::AgencyId;
use sea_orm::entity::prelude::*;

/// Counter of an agency's log; its row lock makes number order equal commit order.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event_head")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agency_id: AgencyId,
    /// Number of the newest event.
    pub last_seq: i64,
    /// Events up to here are gone; cursors below are expired.
    pub floor_seq: i64,
    /// Somebody is owed every event of this log when it is written: webhook endpoints.
    pub has_listeners: bool,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
