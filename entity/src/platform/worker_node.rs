//! One process that works background tasks.

use crate::ids::WorkerNodeId;
use sea_orm::entity::prelude::*;

/// One process that works background tasks.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "worker_node")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkerNodeId,
    /// Machine and process, for people.
    pub host: String,
    /// Path or advisory key whose lock shows that it lives.
    pub instance_lock: String,
    /// Since.
    pub started_at: DateTimeUtc,
    /// Last sign of life.
    pub heartbeat_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
