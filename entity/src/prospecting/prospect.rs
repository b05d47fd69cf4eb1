//! A candidate found by a request or a run.

use crate::contact::{EmailStatus, Seniority};
use crate::ids::{AgencyId, LeadId, LeadRequestId, ProspectId, WorkspaceId};
use crate::json::{BestContactTime, ExternalIds, Handles, ScoreParts, StringList, SuggestedServices};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A candidate found by a request or a run.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "prospect")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProspectId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// Found by this request.
    pub lead_request_id: Option<LeadRequestId>,
    /// Found by this run.
    pub run_id: Option<Uuid>,
    /// Keyed hash of who it is; unique in its request.
    pub identity_key: String,
    /// As shown.
    pub full_name: String,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// How high in the house.
    pub seniority: Option<Seniority>,
    /// In the source's words.
    pub department: Option<String>,
    /// Works for.
    pub company_name: Option<String>,
    /// Registrable domain.
    pub company_domain: Option<String>,
    /// What is known about the company.
    pub company_facts: Json,
    /// In the source's words.
    pub location: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Normalised address.
    pub email_key: Option<String>,
    /// What verification says.
    pub email_status: EmailStatus,
    /// Number.
    pub phone: Option<String>,
    /// E.164.
    pub phone_key: Option<String>,
    /// Profile address.
    pub linkedin_url: Option<String>,
    /// LinkedIn public id.
    pub linkedin_key: Option<String>,
    /// Other channels and the names there.
    pub handles: Handles,
    /// Provider to the provider's own id.
    pub external_ids: ExternalIds,
    /// 1 is best.
    pub rank: Option<i32>,
    /// 0 to 100.
    pub score: Option<i32>,
    /// What the score is made of.
    pub score_parts: ScoreParts,
    /// Why it fits, in words.
    pub match_reasons: StringList,
    /// What that rests on.
    pub evidence: Json,
    /// Labels.
    pub tags: StringList,
    /// Offerings that fit, with evidence.
    pub suggested_services: SuggestedServices,
    /// When to write.
    pub best_contact_time: Option<BestContactTime>,
    /// The lead it was saved as.
    pub lead_id: Option<LeadId>,
    /// Not wanted since.
    pub dismissed_at: Option<DateTimeUtc>,
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

tenanted!(ProspectId, workspace: WorkspaceId);
