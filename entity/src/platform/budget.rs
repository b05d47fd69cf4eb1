//! A hard limit on what may be spent.

use crate::ids::{ActorId, AgencyId, BudgetId, JobId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whose spending is limited.
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
pub enum BudgetScope {
    /// The whole agency's.
    Agency,
    /// One workspace's.
    Workspace,
    /// One job's.
    Job,
}

/// When spending starts again from zero.
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
pub enum BudgetPeriod {
    /// One period without an end.
    Total,
    /// Each day, UTC.
    Day,
    /// Each month, UTC.
    Month,
}

/// A hard limit on what may be spent.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "budget")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BudgetId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose spending is limited.
    pub scope: BudgetScope,
    /// For scope WORKSPACE.
    pub workspace_id: Option<WorkspaceId>,
    /// For scope JOB.
    pub job_id: Option<JobId>,
    /// When it starts again from zero.
    pub period: BudgetPeriod,
    /// Start of the running period.
    pub period_started_at: DateTimeUtc,
    /// At most this much, in millionths.
    pub limit_micros: i64,
    /// Set aside for calls under way.
    pub reserved_micros: i64,
    /// Spent in the running period.
    pub spent_micros: i64,
    /// Told when so much of it is used, in percent.
    pub warn_percent: i32,
    /// Told, in the running period, that so much is used.
    pub warned_at: Option<DateTimeUtc>,
    /// Told, in the running period, that it is used up.
    pub reached_at: Option<DateTimeUtc>,
    /// ISO 4217.
    pub currency: String,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
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

tenanted!(BudgetId, workspace: WorkspaceId);
