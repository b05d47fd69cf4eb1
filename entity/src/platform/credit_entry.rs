//! What was spent, on what, by whom.

use crate::ids::{ActorId, AgencyId, CreditEntryId, JobId, ProviderCallId, WorkspaceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Which step of spending.
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
#[graphql(name = "CreditEntryKind")]
pub enum CreditKind {
    /// Set aside before the call.
    Reserve,
    /// Really spent.
    Settle,
    /// Given back.
    Refund,
}

/// What was spent, on what, by whom.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CreditEntryId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Which step of spending.
    pub kind: CreditKind,
    /// Spent for.
    pub workspace_id: Option<WorkspaceId>,
    /// Spent by.
    pub job_id: Option<JobId>,
    /// Spent on.
    pub provider_call_id: Option<ProviderCallId>,
    /// Whose service: `APOLLO`.
    pub provider: String,
    /// Millionths; positive takes, negative gives back.
    pub amount_micros: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who asked for it; none: the system.
    pub requested_by: Option<ActorId>,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(CreditEntryId, workspace: WorkspaceId);
