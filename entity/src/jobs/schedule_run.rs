//! What became of one slot of a schedule. At most one row per slot, whoever fires.

use crate::ids::{AgencyId, JobId, ScheduleId, ScheduleRunId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of it.
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
#[graphql(name = "ScheduleRunOutcome")]
pub enum RunOutcome {
    /// A job was made and started.
    Started,
    /// The run before was not over, or the time had passed.
    Skipped,
    /// The job could not be made; the reason says why.
    Refused,
}

/// What became of one slot of a schedule.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule_run")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScheduleRunId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which schedule.
    pub schedule_id: ScheduleId,
    /// Which time of it.
    pub slot_at: DateTimeUtc,
    /// What became of it.
    pub outcome: RunOutcome,
    /// The job that was made.
    pub job_id: Option<JobId>,
    /// Why there is none; no personal values.
    pub reason: Option<String>,
    /// Slots before it that passed without a run.
    pub missed: i32,
    /// When it was looked at.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ScheduleRunId);
