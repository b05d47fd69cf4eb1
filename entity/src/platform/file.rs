//! A file: what came in, what went out. Its bytes lie on disk, in the agency's own folder, under its id.

use crate::ids::{ActorId, AgencyId, FileId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a file is for.
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
pub enum FilePurpose {
    /// Somebody sent it, to be imported.
    Upload,
    /// What a job found.
    Result,
    /// The rows of an import that could not be taken in, with the reasons.
    Errors,
    /// What somebody took out.
    Export,
}

/// Whether it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileStatus {
    /// Being written; nobody sees it.
    Writing,
    /// Whole, and never changed again.
    Ready,
}

/// A file: what came in, what went out.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    /// Its id, and its name on disk.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// What people call it; no path.
    pub name: String,
    /// What it says it is: `text/csv`.
    pub media_type: String,
    /// Its length; 0 while it is written.
    pub bytes: i64,
    /// Digest of its bytes in hex; none while it is written.
    pub sha256: Option<String>,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Whether it is whole.
    pub status: FileStatus,
    /// Who sent it or asked for it; none: the system.
    pub created_by: Option<ActorId>,
    /// Thrown away after.
    pub expires_at: DateTimeUtc,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last written to at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(FileId, client: ByMember(CreatedBy));
