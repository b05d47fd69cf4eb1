//! Someone asked to join the agency.

use crate::ids::{ActorId, AgencyId, InvitationId};
use crate::json::CampaignIds;
use crate::membership::Role;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// Someone asked to join the agency.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Normalised address.
    pub email: String,
    /// Role they will have.
    pub role: Role,
    /// Campaigns a CLIENT will see.
    pub campaign_ids: CampaignIds,
    /// SHA-256 (hex) of the token in the link.
    pub token_hash: String,
    /// The link works until.
    pub expires_at: DateTimeUtc,
    /// Used at.
    pub accepted_at: Option<DateTimeUtc>,
    /// Withdrawn at.
    pub revoked_at: Option<DateTimeUtc>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(InvitationId);
