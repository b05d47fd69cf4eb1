//! A person worth contacting.

use crate::contact::{Channel, EmailStatus, Seniority};
use crate::ids::{ActorId, AgencyId, CampaignId, CompanyId, LeadId, MembershipId, WorkspaceId};
use crate::json::{BestContactTime, ScoreParts, StringList, SuggestedServices};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where the conversation with a lead is.
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
pub enum LeadStatus {
    /// Nobody wrote yet.
    New,
    /// We wrote.
    Contacted,
    /// They answered.
    Replied,
    /// Worth pursuing.
    Qualified,
    /// Not now, perhaps later.
    Nurturing,
    /// Became a client.
    Converted,
    /// Not worth pursuing.
    Disqualified,
    /// Asked to be left alone.
    Unsubscribed,
}

/// What we decided about a lead.
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
#[graphql(name = "LeadQualification")]
pub enum Qualification {
    /// Nothing yet.
    Pending,
    /// Fits.
    Qualified,
    /// Does not fit.
    Disqualified,
}

/// How soon.
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
pub enum Priority {
    /// Whenever.
    Low,
    /// In its turn.
    Medium,
    /// Soon.
    High,
    /// Now.
    Urgent,
}

/// Size of the lead's company.
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
pub enum Segment {
    /// A large company.
    Enterprise,
    /// A middle-sized company.
    MidMarket,
    /// A small company.
    Smb,
}

/// A person worth contacting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, DeriveEntityModel)]
#[sea_orm(table_name = "lead")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// Works for.
    pub company_id: Option<CompanyId>,
    /// The campaign it joined last.
    pub campaign_id: Option<CampaignId>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// As shown.
    pub full_name: String,
    /// Case-folded "last first", for ordering.
    pub sort_name: String,
    /// Job title.
    pub title: Option<String>,
    /// How high in the house.
    pub seniority: Option<Seniority>,
    /// In the source's words.
    pub department: Option<String>,
    /// As written.
    pub email: Option<String>,
    /// Normalised address: dedupe key 1.
    pub email_key: Option<String>,
    /// What verification says.
    pub email_status: EmailStatus,
    /// Verified at.
    pub email_checked_at: Option<DateTimeUtc>,
    /// As written.
    pub phone: Option<String>,
    /// E.164: dedupe key 3.
    pub phone_key: Option<String>,
    /// Profile address.
    pub linkedin_url: Option<String>,
    /// LinkedIn public id: dedupe key 2.
    pub linkedin_key: Option<String>,
    /// Handle.
    pub instagram: Option<String>,
    /// Handle.
    pub facebook: Option<String>,
    /// Handle.
    pub x: Option<String>,
    /// E.164.
    pub whatsapp: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// Size of the company.
    pub segment: Option<Segment>,
    /// Where the lead came from.
    pub source: Option<String>,
    /// Labels, each once.
    pub tags: StringList,
    /// Offerings that fit, with evidence.
    pub suggested_services: SuggestedServices,
    /// An opening line.
    pub icebreaker: Option<String>,
    /// When to write.
    pub best_contact_time: Option<BestContactTime>,
    /// Where to write.
    pub preferred_channel: Option<Channel>,
    /// How soon.
    pub priority: Priority,
    /// 0 to 100; none: not scored.
    pub score: Option<i32>,
    /// What the score is made of.
    pub score_parts: ScoreParts,
    /// Where the conversation is.
    pub status: LeadStatus,
    /// What we decided.
    pub qualification: Qualification,
    /// Why.
    pub qualification_reason: Option<String>,
    /// When.
    pub qualification_decided_at: Option<DateTimeUtc>,
    /// Whose job it is.
    pub assigned_to: Option<MembershipId>,
    /// We wrote last.
    pub last_contacted_at: Option<DateTimeUtc>,
    /// They wrote last.
    pub last_replied_at: Option<DateTimeUtc>,
    /// Anything happened last.
    pub last_activity_at: Option<DateTimeUtc>,
    /// An object of the agency's own fields.
    pub custom_fields: Json,
    /// Case-folded text that `search` looks in.
    pub search_text: String,
    /// The lead this one became part of.
    pub merged_into: Option<LeadId>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Deleted since; can be restored.
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

tenanted!(LeadId, workspace: WorkspaceId, deleted: DeletedAt, client: ByLead(Id));
