//! A fact in an agency's log: gap-free numbers, no personal values.

use super::event_kind::{EventKind, SubjectKind};
use crate::actor::ActorType;
use crate::ids::{ActorId, AgencyId, CampaignId, WorkspaceId};
use sea_orm::entity::prelude::*;

/// A fact in an agency's log: gap-free numbers, no personal values.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// The tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub agency_id: AgencyId,
    /// Number in the agency's log; order of commit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// What happened: `crm.lead_created`.
    pub kind: EventKind,
    /// Kind of the thing it happened to.
    pub subject_type: SubjectKind,
    /// The thing it happened to.
    pub subject_id: Uuid,
    /// Who did it.
    pub actor_type: ActorType,
    /// Who did it; none for SYSTEM.
    pub actor_id: Option<ActorId>,
    /// The request that caused it.
    pub request_id: Option<String>,
    /// Workspace of the subject.
    pub workspace_id: Option<WorkspaceId>,
    /// Campaign of the subject; a CLIENT sees by it.
    pub campaign_id: Option<CampaignId>,
    /// Other campaigns of the lead it is about, ids with commas between; a CLIENT sees by them, too.
    pub other_campaigns: Option<String>,
    /// Ids, field names, enum values; never personal values.
    pub data: Json,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
