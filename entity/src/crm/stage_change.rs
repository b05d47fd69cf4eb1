//! A card's step from one stage to another.

use crate::actor::ActorType;
use crate::ids::{ActorId, AgencyId, PipelineCardId, PipelineStageId, StageChangeId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A card's step from one stage to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "stage_change")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StageChangeId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which card.
    pub card_id: PipelineCardId,
    /// From; none: put on the board. The stage may be gone since.
    pub from_stage_id: Option<PipelineStageId>,
    /// What that stage was called then.
    pub from_name: Option<String>,
    /// To. The stage may be gone since.
    pub to_stage_id: PipelineStageId,
    /// What that stage was called then.
    pub to_name: String,
    /// Who did it.
    pub actor_type: ActorType,
    /// Who did it; none for SYSTEM.
    pub actor_id: Option<ActorId>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(StageChangeId, client: ByCard(CardId));
