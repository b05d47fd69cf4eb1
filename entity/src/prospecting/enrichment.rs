//! One field's value from one provider; losers are kept. Belongs to exactly one of prospect, lead, company.

use crate::ids::{AgencyId, CompanyId, DataSourceId, EnrichmentId, LeadId, ProspectId, ProviderCallId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// One field's value from one provider; losers are kept. Belongs to exactly one of prospect, lead, company.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "enrichment")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrichmentId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// About this prospect.
    pub prospect_id: Option<ProspectId>,
    /// About this lead.
    pub lead_id: Option<LeadId>,
    /// About this company.
    pub company_id: Option<CompanyId>,
    /// Learnt through.
    pub data_source_id: Option<DataSourceId>,
    /// Learnt by.
    pub provider_call_id: Option<ProviderCallId>,
    /// Who said it: `APOLLO`.
    pub provider: String,
    /// Which field: `email`.
    pub field: String,
    /// What they said.
    pub value: String,
    /// 0 to 100.
    pub confidence: i32,
    /// The value that is kept.
    pub is_chosen: bool,
    /// Who checked it.
    pub validator: Option<String>,
    /// What the check said.
    pub validator_result: Option<String>,
    /// What it cost, in millionths.
    pub cost_micros: i64,
    /// ISO 4217.
    pub currency: String,
    /// Learnt at.
    pub fetched_at: DateTimeUtc,
    /// Asked again after.
    pub expires_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(EnrichmentId);
