//! One client of the agency, or its own desk.

use crate::ids::{ActorId, AgencyId, WorkspaceId};
use crate::json::Offerings;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// One client of the agency, or its own desk.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "workspace")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkspaceId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// What people call it.
    pub name: String,
    /// Case-folded name, for ordering and search.
    pub name_folded: String,
    /// Sender's name when a campaign gives none.
    pub default_from_name: Option<String>,
    /// Sender's address when a campaign gives none.
    pub default_from_email: Option<String>,
    /// IANA name; working days and hours are read in it.
    pub time_zone: String,
    /// Brand the client is known under.
    pub brand: Option<String>,
    /// What the client sells; feeds suggested services.
    pub offerings: Offerings,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Archived since.
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

tenanted!(WorkspaceId, deleted: DeletedAt);
