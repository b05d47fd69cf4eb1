//! Work by the clock: which job is made when.

use crate::ids::{ActorId, AgencyId, ScheduleId, WorkspaceId};
use crate::job::JobKind;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What is done about times that passed while nobody could work.
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
#[graphql(name = "ScheduleCatchUp")]
pub enum CatchUp {
    /// Nothing: the next time counts.
    Skip,
    /// One run for all of them.
    One,
    /// A run for each of the last, as many as `catchUpMax` says.
    All,
}

/// What is done when the time comes and the run before is not over.
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
#[graphql(name = "ScheduleOverlap")]
pub enum Overlap {
    /// This time is left out.
    Skip,
    /// Both run.
    Allow,
    /// The run before is cancelled.
    Replace,
}

/// Work by the clock: which job is made when.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "schedule")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScheduleId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// The workspace its jobs work for.
    pub workspace_id: Option<WorkspaceId>,
    /// What people call it.
    pub name: String,
    /// When: minute, hour, day of month, month, day of week.
    pub cron: String,
    /// Whose clock: IANA name.
    pub time_zone: String,
    /// What its jobs do.
    pub job_kind: JobKind,
    /// What its jobs are made of.
    pub template: Json,
    /// What is done about times that passed while nobody could work.
    pub catch_up: CatchUp,
    /// With ALL: at most so many runs.
    pub catch_up_max: i32,
    /// What is done when the run before is not over.
    pub overlap: Overlap,
    /// The next slot; none: paused or deleted.
    pub next_run_at: Option<DateTimeUtc>,
    /// The last slot that was looked at.
    pub last_run_at: Option<DateTimeUtc>,
    /// Stands still since.
    pub paused_at: Option<DateTimeUtc>,
    /// Why it was paused, when no person did.
    pub paused_because: Option<String>,
    /// Who made it: its jobs are made with this one's rights; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Deleted at.
    pub deleted_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ScheduleId, workspace: WorkspaceId, deleted: DeletedAt);
