//! A campaign that a CLIENT may see.

use crate::ids::{ActorId, AgencyId, CampaignAccessId, CampaignId, MembershipId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A campaign that a CLIENT may see.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_access")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignAccessId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Who.
    pub membership_id: MembershipId,
    /// Which.
    pub campaign_id: CampaignId,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(CampaignAccessId);
