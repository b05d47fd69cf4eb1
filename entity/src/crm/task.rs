//! Something a person must do.

use crate::ids::{ActorId, AgencyId, LeadId, MembershipId, PipelineCardId, TaskId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What is to be done.
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
pub enum TaskKind {
    /// Write again.
    FollowUp,
    /// Read a draft before it goes out.
    ReviewDraft,
    /// Call.
    Call,
    /// See the title.
    Other,
}

/// Something a person must do.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// About whom.
    pub lead_id: Option<LeadId>,
    /// About which card.
    pub card_id: Option<PipelineCardId>,
    /// What is to be done.
    pub kind: TaskKind,
    /// In one line.
    pub title: String,
    /// Until.
    pub due_at: Option<DateTimeUtc>,
    /// By whom.
    pub assignee_id: Option<MembershipId>,
    /// Done at.
    pub done_at: Option<DateTimeUtc>,
    /// The event that made it.
    pub source_event_seq: Option<i64>,
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

tenanted!(TaskId);
