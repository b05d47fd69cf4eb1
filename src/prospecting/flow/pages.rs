//! The pages of a search, kept as cached look-ups: a crash loses none, and the same search again costs nothing.

use super::case::Case;
use crate::{
    connections::ActiveSource,
    connectors::facts::{Found, PeopleQuery, Person},
    kernel::{
        error::Result,
        provider::{fact_key, lookup},
        tx::Tx,
    },
    prospecting::{
        enrich::ask::provider,
        profile::{Profile, to_query},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

const KIND: &str = "people_search";
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Pages of one source.
pub(super) const PAGES: usize = 4;
/// A page's size: small enough to be quick, large enough to be rarely followed by another.
const LEAST: u32 = 10;
const MOST: u32 = 100;

/// People wanted of a source for so many results.
fn wanted(max_results: i32) -> u32 {
    u32::try_from(max_results).unwrap_or(1).saturating_mul(2)
}

/// People asked for at once.
pub(super) fn page_size(max_results: i32) -> u32 {
    wanted(max_results).clamp(LEAST, MOST)
}

/// A source's answer to a request, as far as it is known.
pub(super) struct Pages {
    query: PeopleQuery,
    text: String,
    account: String,
    provider: &'static str,
    pub limit: u32,
    wanted: u32,
    /// Each with when it was fetched.
    pub known: Vec<(DateTime<Utc>, Found<Person>)>,
}

impl Pages {
    /// What is on file of this search.
    pub async fn read(case: &Case<'_>, source: &ActiveSource, profile: &Profile) -> Result<Self> {
        let wanted = wanted(case.request.max_results);
        let query = to_query(profile);
        let mut pages = Self {
            text: serde_json::to_string(&query)?,
            query,
            account: source.account.clone(),
            provider: provider(source.kind),
            limit: page_size(case.request.max_results),
            wanted,
            known: vec![],
        };
        while let Some(next) = pages.next() {
            let key = pages.key(case, next.as_deref());
            let (app, scope) = (case.slice.app(), case.slice.scope());
            let found = lookup::find(app, scope, pages.provider, KIND, std::slice::from_ref(&key)).await?;
            let page = found.get(&key).and_then(|cached| Some((cached.fetched_at, cached.read()?)));
            match page {
                Some(page) => pages.known.push(page),
                None => break,
            }
        }
        Ok(pages)
    }

    pub fn query(&self) -> &PeopleQuery {
        &self.query
    }

    pub fn people(&self) -> usize {
        self.known.iter().map(|(_, page)| page.items.len()).sum()
    }

    /// The page to ask for, if one is worth asking: the first, or the place the last one names.
    #[expect(clippy::option_option, reason = "no page, the first page, the page at this place")]
    pub fn next(&self) -> Option<Option<String>> {
        let Some((_, last)) = self.known.last() else { return Some(None) };
        let is_enough = self.people() >= usize::try_from(self.wanted).unwrap_or(usize::MAX);
        if is_enough || self.known.len() >= PAGES { None } else { last.next.clone().map(Some) }
    }

    /// The question of this page as text.
    pub fn fact(&self, page: Option<&str>) -> String {
        format!("people_search:{}:{}:{}", self.limit, page.unwrap_or_default(), self.text)
    }

    fn key(&self, case: &Case<'_>, page: Option<&str>) -> String {
        fact_key(case.slice.app(), &[&self.account, &self.fact(page)])
    }

    pub async fn keep(
        &self,
        tx: &Tx,
        case: &Case<'_>,
        page: Option<&str>,
        found: &Found<Person>,
    ) -> Result<()> {
        let key = self.key(case, page);
        lookup::put(tx, self.provider, KIND, &[key], (Some(found), KEPT)).await
    }
}
