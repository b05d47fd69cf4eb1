//! What happened with a lead, one line each, without personal values.

use crate::actor::ActorType;
use crate::ids::{ActivityId, ActorId, AgencyId, LeadId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What happened.
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
pub enum ActivityKind {
    /// The lead was made.
    Created,
    /// Fields changed.
    Updated,
    /// The conversation moved.
    StatusChanged,
    /// It was found to fit.
    Qualified,
    /// It was found not to fit.
    Disqualified,
    /// It became somebody's job.
    Assigned,
    /// Labels changed.
    Tagged,
    /// We wrote.
    Contacted,
    /// They answered.
    Replied,
    /// Somebody wrote a note.
    Note,
    /// Fields were filled in.
    Enriched,
    /// A prospect was saved as this lead.
    Saved,
    /// It joined a campaign.
    CampaignAdded,
    /// It left a campaign.
    CampaignRemoved,
    /// It was put on a board.
    CardCreated,
    /// It moved on a board.
    CardMoved,
    /// It was taken off a board.
    CardRemoved,
    /// Another lead became part of it.
    Merged,
    /// It was deleted.
    Deleted,
    /// It came back.
    Restored,
}

/// What happened with a lead, one line each, without personal values.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActivityId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whom it is about.
    pub lead_id: LeadId,
    /// What happened.
    pub kind: ActivityKind,
    /// One line, without personal values.
    pub summary: String,
    /// Who did it.
    pub actor_type: ActorType,
    /// Who did it; none for SYSTEM.
    pub actor_id: Option<ActorId>,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ActivityId, client: ByLead(LeadId));
