//! What an import's JSON columns are made of.

use crate::imports::import_row::RowOutcome;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

/// What a column is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportField {
    /// Nothing: it is left out.
    Ignore,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Given and family name in one.
    FullName,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Profile on LinkedIn.
    LinkedinUrl,
    /// Job title.
    Title,
    /// Rank: INTERN to OWNER, or a title that says it.
    Seniority,
    /// Department.
    Department,
    /// The company's name.
    CompanyName,
    /// The company's domain or web address.
    CompanyDomain,
    /// The company's industry.
    CompanyIndustry,
    /// How many people work there.
    CompanyEmployees,
    /// ISO 3166-1 alpha-2, or the country's name.
    Country,
    /// City.
    City,
    /// IANA name.
    TimeZone,
    /// Labels, between commas, semicolons or bars.
    Tags,
    /// Where the lead came from.
    Source,
    /// ENTERPRISE, MID_MARKET or SMB.
    Segment,
    /// LOW, MEDIUM, HIGH or URGENT.
    Priority,
    /// EMAIL, LINKEDIN, WHATSAPP, INSTAGRAM, FACEBOOK or X.
    PreferredChannel,
    /// An opening line.
    Icebreaker,
    /// Handle on Instagram.
    Instagram,
    /// Handle on Facebook.
    Facebook,
    /// Handle on X.
    X,
    /// Number on WhatsApp.
    Whatsapp,
    /// A field of the agency's own.
    Custom,
}

/// Who said what a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, async_graphql::Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ImportMappedBy")]
pub enum MappedBy {
    /// Rules: the column's name, and what its values look like.
    Rules,
    /// A language model.
    Model,
    /// A mapping that was kept.
    Saved,
    /// A person.
    Person,
}

/// What one column is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The column's name.
    pub column: String,
    pub field: ImportField,
    /// Of CUSTOM: what the field is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_field: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    pub by: MappedBy,
}

/// Which column is what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct ImportMapping(pub Vec<MappedColumn>);

/// Rows by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct ImportCounts {
    pub rows: i64,
    pub created: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub skipped: i64,
    pub duplicate: i64,
    pub conflicting: i64,
    pub suppressed: i64,
    pub invalid: i64,
    /// Companies made.
    pub companies: i64,
    /// Rows taken without a malformed value.
    pub incomplete: i64,
}

/// A row to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSample {
    pub outcome: RowOutcome,
    pub line: i64,
    /// Where it begins, in bytes.
    pub offset: i64,
}

/// What would happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct ImportPlan {
    pub counts: ImportCounts,
    /// A few rows of each outcome.
    pub samples: Vec<RowSample>,
    /// Rows with cells that are not in the file's encoding.
    pub foreign: i64,
    /// The first of them, by line.
    pub foreign_lines: Vec<i64>,
    /// Whether duplicates within the file were looked for everywhere: not beyond the first two million keys.
    pub is_partial: bool,
}

/// What undoing did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct ImportRevertCounts {
    /// Leads that are gone.
    pub removed: i64,
    /// Leads that are as they were.
    pub restored: i64,
    /// Leads that were changed since, and stay.
    pub kept: i64,
    /// Companies that are gone.
    pub companies: i64,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The lead's field; none: the row as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What would be right; never the value.
    pub message: String,
}

/// What is wrong with a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct RowProblems(pub Vec<RowProblem>);
