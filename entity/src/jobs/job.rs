//! Any long work a person watches.

use crate::ids::{ActorId, AgencyId, CampaignId, DataSourceId, FileId, JobId, WorkspaceId};
use crate::json::{JobErrors, RejectedReasons};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What is worked on.
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
pub enum JobKind {
    /// Collect records from a source.
    Scrape,
    /// Fill in missing fields.
    Enrich,
    /// Turn a description into ranked prospects.
    GenerateLeads,
    /// Turn a job posting into conversations.
    Run,
    /// Take in a file.
    Import,
    /// Give out a file.
    Export,
    /// Copy another system's records.
    Sync,
    /// Send leads to another system's campaign.
    Launch,
    /// Write messages.
    Draft,
    /// Check addresses.
    Verify,
    /// Tune a campaign.
    Optimise,
}

/// Where a job is.
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
pub enum JobStatus {
    /// Not started.
    Pending,
    /// Being worked on.
    Running,
    /// Standing still until resumed.
    Paused,
    /// Finished.
    Completed,
    /// Gave up; can be retried.
    Failed,
    /// Stopped by a person; can be retried.
    Cancelled,
}

/// What the person watching wants.
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
pub enum JobDesired {
    /// Go on.
    Run,
    /// Stand still at the next safe point.
    Pause,
    /// Stop at the next safe point.
    Cancel,
}

/// Any long work a person watches.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// For which workspace.
    pub workspace_id: Option<WorkspaceId>,
    /// What is worked on.
    pub kind: JobKind,
    /// Where it is.
    pub status: JobStatus,
    /// What the person watching wants.
    pub desired: JobDesired,
    /// 0 to 100.
    pub progress: i32,
    /// The last progress event was stated at: the next not within half a second.
    pub progress_told_at: Option<DateTimeUtc>,
    /// What is being done right now, for people.
    pub progress_note: Option<String>,
    /// Items to do; none: not known yet.
    pub total: Option<i32>,
    /// Items done.
    pub processed: i32,
    /// Items kept.
    pub qualified: i32,
    /// Items not kept.
    pub rejected: i32,
    /// Items that could not be done.
    pub failed: i32,
    /// Why items were not kept, counted.
    pub rejected_reasons: RejectedReasons,
    /// What was looked for.
    pub search_criteria: Json,
    /// How.
    pub config: Json,
    /// Where to go on after a stop.
    pub checkpoint: Option<Json>,
    /// Errors so far.
    pub error_count: i32,
    /// The last errors, bounded.
    pub errors: JobErrors,
    /// Number of the newest log line.
    pub last_log_seq: i64,
    /// What came out.
    pub result_file_id: Option<FileId>,
    /// What came in.
    pub raw_data_file_id: Option<FileId>,
    /// Spent so far, in millionths.
    pub cost_micros: i64,
    /// ISO 4217.
    pub currency: String,
    /// The one source it reads, if it is one.
    pub data_source_id: Option<DataSourceId>,
    /// The campaign it works for.
    pub campaign_id: Option<CampaignId>,
    /// Who asked for it; none: the system.
    pub requested_by: Option<ActorId>,
    /// First start.
    pub started_at: Option<DateTimeUtc>,
    /// Running since; none: not running.
    pub running_since: Option<DateTimeUtc>,
    /// Completed, failed or cancelled at.
    pub finished_at: Option<DateTimeUtc>,
    /// Time spent running, without the current run.
    pub duration_ms: Option<i64>,
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

tenanted!(JobId, workspace: WorkspaceId);
