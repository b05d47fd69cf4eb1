//! A lead in a campaign.

use crate::ids::{ActorId, AgencyId, CampaignId, CampaignLeadId, LeadId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A lead in a campaign.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_lead")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignLeadId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which campaign.
    pub campaign_id: CampaignId,
    /// Which lead.
    pub lead_id: LeadId,
    /// Who put it there; none: the system.
    pub added_by: Option<ActorId>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(CampaignLeadId, client: ByCampaign(CampaignId));
