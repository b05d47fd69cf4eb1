//! A lead in a list.

use crate::ids::{ActorId, AgencyId, LeadId, LeadListId, LeadListMemberId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A lead in a list.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_list_member")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadListMemberId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which list.
    pub lead_list_id: LeadListId,
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

tenanted!(LeadListMemberId, client: ByLead(LeadId));
