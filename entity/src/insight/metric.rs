//! What is counted: the closed list of the agency's numbers.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a number counts. Names are never reused: rows and events carry them; docs/analytics.md says what each means.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Metric {
    /// Leads: those there are; those who came.
    Leads,
    /// The same by status, which is the key.
    LeadStatus,
    /// The same by what we decided, which is the key.
    LeadQualification,
    /// Leads somebody wrote to.
    LeadsContacted,
    /// Leads who answered.
    LeadsResponded,
    /// Leads that somebody looks after; the key is their membership.
    LeadsAssigned,
    /// Jobs that were made.
    Jobs,
    /// Jobs that finished.
    JobsCompleted,
    /// Jobs that gave up.
    JobsFailed,
    /// Records that finished scraping jobs went through.
    RecordsScraped,
}
