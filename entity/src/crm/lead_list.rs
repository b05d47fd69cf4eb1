//! A named set of leads, usually one import.

use crate::ids::{ActorId, AgencyId, LeadListId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A named set of leads, usually one import.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_list")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadListId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// What people call it.
    pub name: String,
    /// Case-folded name, for ordering and search.
    pub name_folded: String,
    /// The file it came from.
    pub source_filename: Option<String>,
    /// Leads in it.
    pub lead_count: i32,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Deleted since.
    pub deleted_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(LeadListId, workspace: WorkspaceId, deleted: DeletedAt);
