//! What a scraping job is, and how far it has come.

use super::criteria::Criteria;
use crate::{
    jobs::{self, MOST_RECORDS},
    kernel::error::{Error, Result},
};
use entity::{
    ids::{FileId, LeadListId, TypedId},
    job,
};
use serde::{Deserialize, Serialize};

/// People taken in by one slice; a page may have more.
pub(super) const PAGE: u32 = 25;
/// Records that an estimate is about when nobody says: how many there are, only the source knows.
pub(super) const RECORDS: i32 = 1_000;
/// Records that may be asked for.
pub(super) const LIMITS: std::ops::RangeInclusive<i32> = 1..=MOST_RECORDS;
/// Pages in a row without anybody on them, before a list counts as over. More than a question names companies or titles:
/// some sources have a list for each of them, and nobody may be on any but the last.
pub(super) const EMPTY_PAGES: u32 = 30;

/// The job's config.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Config {
    /// As clients write it.
    lead_list_id: String,
    /// None: as many as there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_records: Option<i32>,
    #[serde(default)]
    pub min_score: u8,
}

impl Config {
    pub fn new(list: LeadListId, max_records: Option<i32>, min_score: u8) -> Self {
        Self { lead_list_id: list.shown(), max_records, min_score }
    }

    pub fn list(&self) -> Result<LeadListId> {
        let id = self.lead_list_id.strip_prefix(LeadListId::PREFIX).and_then(|id| id.parse().ok());
        id.ok_or_else(|| Error::bug("a scraping job without its list"))
    }
}

/// Why a job ended before the list it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Cut {
    /// So many were to be read.
    Limit,
    /// The source shows no more of it.
    Source,
    /// Nobody was on page after page.
    Nobody,
}

/// The job's checkpoint: written with what the last page gave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Place {
    /// Pages taken in.
    pub pages: u32,
    /// Where the next one begins; none: at the beginning.
    pub next: Option<String>,
    /// People asked for at once; 0: not decided, or begun before this was written down.
    pub size: u32,
    /// Of the next one, so many were taken in already; the rest of it is on the shelf.
    pub offset: usize,
    /// Pages in a row that nobody was on.
    pub empty_pages: u32,
    /// Troubles in a row, and waits in a row that the source asked for.
    pub failures: u32,
    pub waits: u32,
    pub is_over: bool,
    /// It is over, and the source says that there is more.
    pub cut: Option<Cut>,
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

    /// Records read at most.
    fn most(&self) -> i32 {
        self.config.max_records.unwrap_or(MOST_RECORDS)
    }

    /// Records that may still be read.
    pub fn left(&self, job: &job::Model) -> usize {
        usize::try_from(self.most() - job.processed).unwrap_or(0)
    }

    /// People to ask for at once, where the source gives so many: the same for all pages of a job, because some sources
    /// number them.
    pub fn size(&self, of_source: u32) -> u32 {
        match (self.place.size, &self.place.next) {
            (0, Some(_)) => PAGE,
            (0, None) => page_size(self.most(), of_source),
            (size, _) => size,
        }
    }

    /// More pages than any honest list of so many records has.
    pub fn is_endless(&self) -> bool {
        self.place.pages >= most_pages(self.most(), self.place.size)
    }

    /// Where it stopped, if that was before the end of the list.
    pub fn stopped(&self) -> Option<String> {
        let limit = self.config.max_records;
        Some(match self.place.cut? {
            Cut::Limit => match limit {
                Some(limit) => format!("stopped at the limit of {limit}"),
                None => format!("stopped at the limit of {MOST_RECORDS}, the most that one job reads"),
            },
            Cut::Source => "stopped at the last page that the source shows".to_owned(),
            Cut::Nobody => format!("stopped after {EMPTY_PAGES} pages with nobody on them"),
        })
    }
}

/// The size of a page, where the source gives so many at once: no more than are to be read, because some are paid for by the row.
pub(super) fn page_size(records: i32, of_source: u32) -> u32 {
    u32::try_from(records).unwrap_or(1).clamp(1, of_source.max(1))
}

/// The pages of so many records, when each is full.
pub(super) fn full_pages(records: i32, size: u32) -> u32 {
    u32::try_from(records).unwrap_or(0).div_ceil(size.max(1))
}

/// No more pages than this are read, however few people are on them.
pub(super) fn most_pages(records: i32, size: u32) -> u32 {
    4 * (u32::try_from(records).unwrap_or(0) / size.max(1)) + EMPTY_PAGES
}

#[cfg(test)]
mod tests {
    use super::{Config, Criteria, Cut, PAGE, Place, Plan, full_pages, page_size};
    use entity::ids::LeadListId;

    fn plan(limit: Option<i32>, place: Place) -> Plan {
        Plan { config: Config::new(LeadListId::new(), limit, 0), criteria: Criteria::default(), place }
    }

    #[test]
    fn pages_are_as_large_as_the_source_gives_them_and_no_larger_than_the_limit() {
        let of = |limit| plan(limit, Place::default()).size(100);
        assert_eq!((of(None), of(Some(5_000)), of(Some(7))), (100, 100, 7));
        assert_eq!((full_pages(250, page_size(250, 100)), full_pages(7, page_size(7, 100))), (3, 1));
    }

    #[test]
    fn a_job_keeps_the_size_it_began_with() {
        let next = Some("2".to_owned());
        let place = Place { size: 40, next: next.clone(), ..Place::default() };
        assert_eq!(plan(None, place).size(100), 40);
        let old: Place = serde_json::from_str(r#"{"pages":1,"next":"2","emptyPages":0}"#).unwrap();
        assert_eq!((old.next.clone(), plan(Some(1_000), old).size(100)), (next, PAGE));
    }

    #[test]
    fn who_says_no_limit_is_told_of_ours() {
        let at = |cut| Place { cut: Some(cut), ..Place::default() };
        let told = |limit, cut| plan(limit, at(cut)).stopped().unwrap();
        assert_eq!(told(Some(7), Cut::Limit), "stopped at the limit of 7");
        assert_eq!(told(None, Cut::Limit), "stopped at the limit of 1000000, the most that one job reads");
        assert_eq!(plan(Some(7), Place::default()).stopped(), None);
    }

    #[test]
    fn a_config_without_a_limit_is_read_and_written() {
        let list = LeadListId::new();
        let written = serde_json::to_value(Config::new(list, None, 0)).unwrap();
        assert_eq!(written.get("maxRecords"), None);
        let read: Config = serde_json::from_value(written).unwrap();
        assert_eq!((read.max_records, read.list().unwrap()), (None, list));
    }
}
