//! Where people and facts come from.

use crate::ids::{ActorId, AgencyId, DataSourceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Which provider or form.
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
pub enum DataSourceKind {
    /// Apollo.
    Apollo,
    /// LinkedIn through Unipile.
    Linkedin,
    /// Clearbit-shaped enrichment.
    Clearbit,
    /// Crunchbase.
    Crunchbase,
    /// ZoomInfo.
    Zoominfo,
    /// Hunter.
    Hunter,
    /// Uploaded files.
    Csv,
    /// Any HTTP JSON API, mapped by config.
    HttpApi,
    /// A language model server.
    Model,
    /// Something of the agency's own.
    Custom,
}

/// Whether it is used.
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
pub enum DataSourceStatus {
    /// In use.
    Active,
    /// Not used.
    Inactive,
    /// Not used: the last call was refused.
    Error,
    /// Being tested.
    Testing,
}

/// How a test went.
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
#[graphql(name = "DataSourceTestStatus")]
pub enum TestStatus {
    /// The provider accepted us.
    Succeeded,
    /// It did not.
    Failed,
}

/// Where people and facts come from.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "data_source")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DataSourceId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// What people call it.
    pub name: String,
    /// Case-folded name, for ordering and search.
    pub name_folded: String,
    /// Which provider or form.
    pub kind: DataSourceKind,
    /// For people.
    pub description: Option<String>,
    /// Settings of the connection; never a secret.
    pub config: Json,
    /// Sealed; written, never shown.
    pub credentials: Option<Vec<u8>>,
    /// The key they are sealed under.
    pub credentials_key_id: Option<String>,
    /// Fingerprint of the provider account: limits and paid calls are counted by it.
    pub account: Option<String>,
    /// Whether it is used.
    pub status: DataSourceStatus,
    /// What it was before the test that is running.
    pub tested_from: Option<DataSourceStatus>,
    /// Last tested at.
    pub last_test_at: Option<DateTimeUtc>,
    /// How the last test went.
    pub last_test_status: Option<TestStatus>,
    /// Why it failed.
    pub last_test_error: Option<String>,
    /// Jobs that used it.
    pub total_jobs: i32,
    /// Of these, completed.
    pub successful_jobs: i32,
    /// Of these, failed.
    pub failed_jobs: i32,
    /// Records it gave.
    pub total_records: i64,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Removed since; its history stays.
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

tenanted!(DataSourceId, deleted: DeletedAt);
