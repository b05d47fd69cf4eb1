//! A file on its way to becoming leads.

use crate::ids::{ActorId, AgencyId, CampaignId, FileId, ImportId, JobId, LeadListId, WorkspaceId};
use crate::imports::parts::{ImportCounts, ImportMapping, ImportPlan, ImportRevertCounts};
use crate::json::StringList;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Where an import is.
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
pub enum ImportStatus {
    /// The file was read as far as needed to suggest a mapping.
    Uploaded,
    /// Somebody said which column is what.
    Mapped,
    /// It is known what would happen.
    Planned,
    /// Rows become leads.
    Applying,
    /// All rows were worked off.
    Applied,
    /// It gave up; what was imported until then stays, and can be reverted.
    Failed,
    /// Stopped by a person; what was imported until then stays, and can be reverted.
    Cancelled,
    /// It was undone.
    Reverted,
}

/// What a file was before it was read as rows.
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
pub enum ImportFormat {
    /// Text with a character between cells.
    Csv,
    /// A workbook.
    Xlsx,
}

/// What becomes of a person who is a lead already.
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
#[graphql(name = "ImportOnDuplicate")]
pub enum OnDuplicate {
    /// What the file says replaces what is there.
    Update,
    /// What the file says fills what is empty; nothing is replaced.
    Fill,
    /// They stay as they are, and join nothing.
    Skip,
}

/// What becomes of a row with a value that is none of its kind.
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
#[graphql(name = "ImportOnInvalid")]
pub enum OnInvalid {
    /// The row is left out.
    Reject,
    /// The row is taken without the value.
    LeaveOut,
}

/// A file on its way to becoming leads.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose client's.
    pub workspace_id: WorkspaceId,
    /// The list the leads join.
    pub lead_list_id: Option<LeadListId>,
    /// The list to be made when it is applied; gone from here then.
    pub list_name: Option<String>,
    /// Whether it made the list.
    pub made_list: bool,
    /// The campaign the leads join.
    pub campaign_id: Option<CampaignId>,
    /// What was sent.
    pub file_id: FileId,
    /// What is read: the same, or what it was made into.
    pub source_id: FileId,
    /// What people call the file.
    pub file_name: String,
    /// Digest of what was sent, in hex.
    pub file_hash: String,
    /// Length of what is read.
    pub bytes: i64,
    /// What was sent.
    pub format: ImportFormat,
    /// Of a workbook: which sheet.
    pub sheet: Option<String>,
    /// As the WHATWG calls it.
    pub encoding: String,
    /// What stands between cells; one character.
    pub delimiter: String,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// The columns' names, each once.
    pub columns: StringList,
    /// Where the first row of values begins, in bytes.
    pub data_offset: i64,
    /// And on which line.
    pub data_line: i64,
    /// Which column seems to be what.
    pub suggestion: ImportMapping,
    /// Which column is what.
    pub mapping: ImportMapping,
    /// What becomes of people who are leads already.
    pub on_duplicate: OnDuplicate,
    /// What becomes of rows with a malformed value.
    pub on_invalid: OnInvalid,
    /// Whether an empty cell clears a field.
    pub clear_on_empty: bool,
    /// For phone numbers without a country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Where it is.
    pub status: ImportStatus,
    /// The job that works on it, or did last.
    pub job_id: Option<JobId>,
    /// What would happen.
    pub plan: Option<ImportPlan>,
    /// What happened.
    pub counts: ImportCounts,
    /// What undoing it did.
    pub revert: Option<ImportRevertCounts>,
    /// How far the work is, in bytes.
    pub at_offset: i64,
    /// And at which line.
    pub at_line: i64,
    /// The rows that could not be taken, with reasons.
    pub error_file_id: Option<FileId>,
    /// Why it failed.
    pub error: Option<String>,
    /// When the plan was made.
    pub planned_at: Option<DateTimeUtc>,
    /// When all rows were worked off.
    pub applied_at: Option<DateTimeUtc>,
    /// When it was undone.
    pub reverted_at: Option<DateTimeUtc>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Raised by every change.
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

tenanted!(ImportId, workspace: WorkspaceId);
