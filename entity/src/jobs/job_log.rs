//! One line of what happened inside a job.

use crate::ids::{AgencyId, JobId, JobLogId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How loud.
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
pub enum LogLevel {
    /// Details, to look into something.
    Debug,
    /// What is going on.
    Info,
    /// Something degraded.
    Warning,
    /// Something failed.
    Error,
}

/// One line of what happened inside a job.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "job_log")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobLogId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which job.
    pub job_id: JobId,
    /// Number in the job's own log, from 1.
    pub seq: i64,
    /// How loud.
    pub level: LogLevel,
    /// For people; no secrets, no personal values.
    pub message: String,
    /// The same for machines.
    pub details: Option<Json>,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(JobLogId);
