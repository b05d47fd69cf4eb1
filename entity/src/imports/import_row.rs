//! A row of a file, and what became of it: what undoing an import goes by.

use crate::ids::{AgencyId, CompanyId, ImportId, ImportRowId, LeadId};
use crate::imports::parts::RowProblems;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of a row.
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
#[graphql(name = "ImportOutcome")]
pub enum RowOutcome {
    /// A new lead.
    Created,
    /// A lead is known better now.
    Updated,
    /// A lead was known like this.
    Unchanged,
    /// A lead was known, and was to stay as it is.
    Skipped,
    /// The same person as in an earlier row of the file; what this one adds was added.
    Duplicate,
    /// Its keys belong to two different leads: nothing was done.
    Conflicting,
    /// The person must not be contacted: nothing was done.
    Suppressed,
    /// It cannot be a person, or a value is none of its kind: nothing was done.
    Invalid,
}

/// What undoing did to a row.
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
#[graphql(name = "ImportUndone")]
pub enum Undone {
    /// The lead is gone.
    Removed,
    /// The lead is as it was.
    Restored,
    /// The lead left the list and the campaign; nothing else was to do.
    Left,
    /// The lead was changed since, and stays.
    Kept,
}

/// A row of a file, and what became of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Of which import.
    pub import_id: ImportId,
    /// The line of the file it begins on.
    pub line: i64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The lead it became, or met.
    pub lead_id: Option<LeadId>,
    /// The lead's version after the import.
    pub version: Option<i32>,
    /// The values it replaced.
    pub was: Option<Json>,
    /// The values it set in their place.
    pub became: Option<Json>,
    /// The company that was made for it.
    pub company_id: Option<CompanyId>,
    /// Whether the lead joined the list by it.
    pub joined_list: bool,
    /// Whether the lead joined the campaign by it.
    pub joined_campaign: bool,
    /// What was wrong with it.
    pub problems: Option<RowProblems>,
    /// What undoing did to it.
    pub undone: Option<Undone>,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ImportRowId);
