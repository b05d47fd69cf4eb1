//! Intent and outcome of one paid or writing call to a provider.

use crate::ids::{ActorId, AgencyId, BackgroundTaskId, DataSourceId, JobId, ProviderCallId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What we know about the call.
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
#[graphql(name = "ProviderCallStatus")]
pub enum CallStatus {
    /// About to be made, or being made.
    Intended,
    /// Answered.
    Done,
    /// Refused, or never reached the provider.
    Failed,
    /// Nobody knows; counted as possibly paid.
    Unknown,
}

/// Intent and outcome of one paid or writing call to a provider.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "provider_call")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProviderCallId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// The job it was made for.
    pub job_id: Option<JobId>,
    /// The task whose slice makes it; none: a request. Tells "I, earlier" from "somebody else, now".
    pub task_id: Option<BackgroundTaskId>,
    /// The connection it was made through.
    pub data_source_id: Option<DataSourceId>,
    /// Made for this workspace.
    pub workspace_id: Option<WorkspaceId>,
    /// Who asked for it; none: the system.
    pub requested_by: Option<ActorId>,
    /// Which provider: `APOLLO`.
    pub provider: String,
    /// Fingerprint of the provider account.
    pub account: String,
    /// What was asked: `bulk_match`.
    pub operation: String,
    /// Keyed hash of what was asked about.
    pub fact_key: String,
    /// Raised only when a repeat is allowed on purpose.
    pub attempt_group: i32,
    /// What we know about it.
    pub status: CallStatus,
    /// What it cost, or may have cost, in millionths.
    pub cost_micros: i64,
    /// ISO 4217.
    pub currency: String,
    /// Sent along where the provider knows such keys.
    pub provider_idempotency_key: Option<String>,
    /// What came back, cut down to what we use.
    pub outcome: Option<Json>,
    /// Intent committed at.
    pub started_at: DateTimeUtc,
    /// Outcome committed at.
    pub finished_at: Option<DateTimeUtc>,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ProviderCallId, workspace: WorkspaceId);
