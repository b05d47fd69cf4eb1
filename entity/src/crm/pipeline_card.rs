//! A lead on a board; one per lead and board.

use crate::ids::{
    ActorId, AgencyId, LeadId, MembershipId, PipelineCardId, PipelineId, PipelineStageId, ProspectId,
};
use crate::json::ExternalCampaign;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How the card stands; follows its stage's kind.
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
pub enum CardStatus {
    /// Not decided.
    Open,
    /// Won: they became a client.
    Won,
    /// Lost: nothing came of it.
    Lost,
}

/// A lead on a board; one per lead and board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline_card")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PipelineCardId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which board.
    pub pipeline_id: PipelineId,
    /// Which column.
    pub stage_id: PipelineStageId,
    /// Whom.
    pub lead_id: LeadId,
    /// The run that put it there.
    pub run_id: Option<Uuid>,
    /// The prospect it was saved from.
    pub prospect_id: Option<ProspectId>,
    /// Fractional position in the stage, compared byte by byte.
    pub position: String,
    /// Whose card.
    pub owner_id: Option<MembershipId>,
    /// How it stands.
    pub status: CardStatus,
    /// Free text.
    pub notes: Option<String>,
    /// What it may be worth, in millionths of `currency`.
    pub value_micros: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// The campaign it is in elsewhere.
    pub external_campaign: Option<ExternalCampaign>,
    /// In this stage since.
    pub entered_stage_at: DateTimeUtc,
    /// Invited at.
    pub invite_sent_at: Option<DateTimeUtc>,
    /// Connected at.
    pub connected_at: Option<DateTimeUtc>,
    /// Anything happened last.
    pub last_activity_at: Option<DateTimeUtc>,
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

tenanted!(PipelineCardId, client: ByLead(LeadId));
