//! An outreach effort with its numbers.

use crate::ids::{ActorId, AgencyId, CampaignId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a campaign is.
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
pub enum CampaignStatus {
    /// Being prepared.
    Draft,
    /// Under way.
    Active,
    /// Standing still.
    Paused,
    /// Over: it takes no more leads.
    Completed,
    /// Put away.
    Archived,
}

/// An outreach effort with its numbers.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// What people call it.
    pub name: String,
    /// Case-folded name, for ordering and search.
    pub name_folded: String,
    /// For people.
    pub description: Option<String>,
    /// Where it is.
    pub status: CampaignStatus,
    /// First day.
    pub start_date: Option<Date>,
    /// Last day.
    pub end_date: Option<Date>,
    /// Whom it is for.
    pub target_audience: Json,
    /// The sequence it sends.
    pub sequence_id: Option<Uuid>,
    /// Leads in it.
    pub lead_count: i32,
    /// Of these, qualified.
    pub qualified_count: i32,
    /// Of these, written to.
    pub contacted_count: i32,
    /// Of these, answered.
    pub replied_count: i32,
    /// Of these, with a dead address.
    pub bounced_count: i32,
    /// Of these, asked to be left alone.
    pub unsubscribed_count: i32,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Deleted since; its history stays.
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

tenanted!(CampaignId, workspace: WorkspaceId, deleted: DeletedAt, client: ByCampaign(Id));
