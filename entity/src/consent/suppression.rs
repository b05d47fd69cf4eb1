//! Whom not to contact; a keyed hash that outlives merge and erasure.

use crate::ids::{ActorId, AgencyId, CampaignId, SuppressionId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where it holds.
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
pub enum SuppressionScope {
    /// In every agency.
    Instance,
    /// In this agency.
    Agency,
    /// In one workspace.
    Workspace,
    /// In one campaign.
    Campaign,
}

/// What is suppressed.
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
pub enum SuppressionKind {
    /// One address.
    Email,
    /// A domain and its subdomains.
    Domain,
    /// A number.
    Phone,
    /// A LinkedIn public id.
    Linkedin,
}

/// Why it is here.
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
pub enum SuppressionSource {
    /// They asked.
    Unsubscribe,
    /// They complained.
    Complaint,
    /// The address is dead.
    HardBounce,
    /// A person added it.
    Manual,
    /// It came in a file.
    Import,
    /// Law or a provider forbids it.
    Legal,
}

/// Whom not to contact; a keyed hash that outlives merge and erasure.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "suppression")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SuppressionId,
    /// The tenant; none for scope INSTANCE.
    pub agency_id: Option<AgencyId>,
    /// Where it holds.
    pub scope: SuppressionScope,
    /// What is suppressed.
    pub kind: SuppressionKind,
    /// Keyed hash (hex) of the normalised value.
    pub key_hash: String,
    /// Why it is here.
    pub source: SuppressionSource,
    /// In words.
    pub reason: Option<String>,
    /// For scope WORKSPACE.
    pub workspace_id: Option<WorkspaceId>,
    /// For scope CAMPAIGN.
    pub campaign_id: Option<CampaignId>,
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

tenanted!(SuppressionId, workspace: WorkspaceId);
