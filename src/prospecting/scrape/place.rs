//! What a scraping job is, and how far it has come.

use super::criteria::Criteria;
use crate::{
    jobs,
    kernel::error::{Error, Result},
};
use entity::{
    ids::{FileId, LeadListId, TypedId},
    job,
};
use serde::{Deserialize, Serialize};

/// People asked for at once, and taken in by one slice. Always the same, because some sources number their pages; some send
/// more than they were asked for.
pub(super) const PAGE: u32 = 25;
/// Records read when nobody says.
pub(super) const RECORDS: i32 = 1_000;
/// Records that may be asked for.
pub(super) const LIMITS: std::ops::RangeInclusive<i32> = 1..=10_000;
/// Pages without anybody on them, before a list counts as over.
pub(super) const EMPTY_PAGES: u32 = 3;

/// The job's config.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Config {
    /// As clients write it.
    lead_list_id: String,
    pub max_records: i32,
    #[serde(default)]
    pub min_score: u8,
}

impl Config {
    pub fn new(list: LeadListId, max_records: i32, min_score: u8) -> Self {
        Self { lead_list_id: list.shown(), max_records, min_score }
    }

    pub fn list(&self) -> Result<LeadListId> {
        let id = self.lead_list_id.strip_prefix(LeadListId::PREFIX).and_then(|id| id.parse().ok());
        id.ok_or_else(|| Error::bug("a scraping job without its list"))
    }
}

/// The job's checkpoint: written with what the last page gave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Place {
    /// Pages taken in.
    pub pages: u32,
    /// Where the next one begins; none: at the beginning.
    pub next: Option<String>,
    /// Of the next one, so many were taken in already; the rest of it is on the shelf.
    pub offset: usize,
    /// Pages in a row that nobody was on.
    pub empty_pages: u32,
    /// Troubles in a row, and waits in a row that the source asked for.
    pub failures: u32,
    pub waits: u32,
    pub is_over: bool,
    /// The file of what the source said, and how long it is so far.
    pub raw: Option<(FileId, u64)>,
}

/// A scraping job, read.
pub(super) struct Plan {
    pub config: Config,
    pub criteria: Criteria,
    pub place: Place,
}

impl Plan {
    pub fn of(job: &job::Model) -> Result<Self> {
        Ok(Self {
            config: serde_json::from_value(job.config.clone())?,
            criteria: serde_json::from_value(job.search_criteria.clone())?,
            place: jobs::checkpoint_of(job).unwrap_or_default(),
        })
    }

    /// Records that may still be read.
    pub fn left(&self, job: &job::Model) -> usize {
        usize::try_from(self.config.max_records - job.processed).unwrap_or(0)
    }

    /// More pages than any honest list of so many records has.
    pub fn is_endless(&self) -> bool {
        self.place.pages >= most_pages(self.config.max_records)
    }
}

/// The pages of so many records, when each is full.
pub(super) fn full_pages(records: i32) -> u32 {
    u32::try_from(records).unwrap_or(0).div_ceil(PAGE)
}

/// No more pages than this are read, however few people are on them.
pub(super) fn most_pages(records: i32) -> u32 {
    4 * (u32::try_from(records).unwrap_or(0) / PAGE) + 21
}
