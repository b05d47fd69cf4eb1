//! A column of a board.

use crate::ids::{AgencyId, PipelineId, PipelineStageId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What it means to be here.
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
pub enum StageKind {
    /// Not decided.
    Open,
    /// Its cards are won: they became clients.
    Won,
    /// Its cards are lost: nothing came of them.
    Lost,
}

/// A column of a board.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline_stage")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PipelineStageId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which board.
    pub pipeline_id: PipelineId,
    /// Heading.
    pub name: String,
    /// Stable name for programs: `in_conversation`; unique on the board.
    pub key: String,
    /// Fractional position, compared byte by byte.
    pub position: String,
    /// What it means to be here.
    pub kind: StageKind,
    /// Most cards at once.
    pub wip_limit: Option<i32>,
    /// How many cards are in it, whoever may see them; kept along with them.
    pub card_count: i32,
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

tenanted!(PipelineStageId, client: ByBoard(PipelineId));
