//! The queue's ledger: one row per duty, written by every enqueue.

use crate::ids::{ActorId, AgencyId, BackgroundTaskId, JobId, WorkerNodeId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a duty is.
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
#[graphql(name = "BackgroundTaskStatus")]
pub enum TaskStatus {
    /// Waiting for its lane to admit it.
    Queued,
    /// Handed to the engine.
    Admitted,
    /// A worker is at it.
    Running,
    /// Failed, will be tried again.
    Retrying,
    /// Finished.
    Done,
    /// Gave up after all attempts; can be retried by hand.
    Dead,
    /// Not wanted any more.
    Cancelled,
}

/// The queue's ledger: one row per duty, written by every enqueue.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "background_task")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BackgroundTaskId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// The job it works for; none: housekeeping.
    pub job_id: Option<JobId>,
    /// Which lane admits it: limits are per agency and lane.
    pub lane: String,
    /// What is to be done: `prospecting.search_source`.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: Json,
    /// Where it is.
    pub status: TaskStatus,
    /// 1 (first) to 4 (last).
    pub priority: i32,
    /// Not before.
    pub run_at: DateTimeUtc,
    /// Attempts started; counted before running.
    pub attempt: i32,
    /// Dead after this many.
    pub max_attempts: i32,
    /// Raised at each admission; fences a worker thought dead.
    pub epoch: i32,
    /// The engine's ticket.
    pub river_job_id: Option<i64>,
    /// Who runs it.
    pub worker_node_id: Option<WorkerNodeId>,
    /// At most one live task of this kind and key.
    pub unique_key: Option<String>,
    /// The schedule that booked it.
    pub schedule_id: Option<Uuid>,
    /// The slot of the schedule it stands for.
    pub slot_at: Option<DateTimeUtc>,
    /// Who asked for it; none: the system.
    pub requested_by: Option<ActorId>,
    /// The request that booked it.
    pub request_id: Option<String>,
    /// Why the last attempt failed; no personal values.
    pub last_error: Option<String>,
    /// Start of the last attempt.
    pub started_at: Option<DateTimeUtc>,
    /// Done, dead or cancelled at.
    pub finished_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(BackgroundTaskId);
