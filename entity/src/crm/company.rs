//! The account a person works for.

use crate::ids::{ActorId, AgencyId, CompanyId, WorkspaceId};
use crate::json::{Funding, StringList};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// The account a person works for.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "company")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompanyId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// As it calls itself.
    pub name: String,
    /// Case-folded name, for ordering.
    pub name_folded: String,
    /// Registrable domain, lower case; unique in the workspace.
    pub domain: Option<String>,
    /// In the source's words.
    pub industry: Option<String>,
    /// People working there.
    pub employee_count: Option<i32>,
    /// A year's revenue, in millionths of `currency`.
    pub annual_revenue_micros: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// Year.
    pub founded_year: Option<i32>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Company page.
    pub linkedin_url: Option<String>,
    /// What they use.
    pub technologies: StringList,
    /// Money raised.
    pub funding: Option<Funding>,
    /// What they do.
    pub description: Option<String>,
    /// Case-folded text that `search` looks in.
    pub search_text: String,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
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

tenanted!(CompanyId, workspace: WorkspaceId);
