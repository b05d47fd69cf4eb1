//! "Describe your ideal client", and what became of it.

use crate::ids::{ActorId, AgencyId, JobId, LeadRequestId, PipelineId, WorkspaceId};
use crate::json::{DataSourceIds, Degradations, LeadRequestFilters};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a request is; mirrors its job.
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
pub enum LeadRequestStatus {
    /// Not started.
    Queued,
    /// Being worked on.
    Running,
    /// Prospects are ranked.
    Completed,
    /// No source answered.
    Failed,
    /// Stopped by a person.
    Cancelled,
}

/// "Describe your ideal client", and what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_request")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadRequestId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// Who asked for it; none: the system.
    pub requested_by: Option<ActorId>,
    /// The job that works on it.
    pub job_id: Option<JobId>,
    /// In the person's words.
    pub description: String,
    /// What must hold.
    pub filters: LeadRequestFilters,
    /// Sources to ask; empty: all active.
    pub data_source_ids: DataSourceIds,
    /// The description, parsed.
    pub profile: Option<Json>,
    /// 1 to 100.
    pub max_results: i32,
    /// Board to put the best on.
    pub save_pipeline_id: Option<PipelineId>,
    /// How many of the best.
    pub save_count: Option<i32>,
    /// Where it is.
    pub status: LeadRequestStatus,
    /// Prospects found.
    pub prospect_count: i32,
    /// Which sources failed us, and how.
    pub degraded: Degradations,
    /// Why it failed.
    pub error: Option<String>,
    /// Completed, failed or cancelled at.
    pub completed_at: Option<DateTimeUtc>,
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

tenanted!(LeadRequestId, workspace: WorkspaceId);
