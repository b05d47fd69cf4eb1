//! Asks one source for people, page by page. Never fails the job by itself.

use super::{
    case::{Case, stand_aside},
    checkpoint::{Checkpoint, End},
    degrade::degrade,
    merge_candidates::MergeCandidates,
    pages::Pages,
};
use crate::{
    connections::{self, ActiveSource, Used},
    connectors::{
        ConnectorError,
        facts::{Found, Person},
    },
    jobs::{self, Progress},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::{
        enrich::ask::{Answer, Entry, OVER_BUDGET, Question},
        profile::Profile,
    },
};
use chrono::TimeDelta;
use entity::{
    ids::{DataSourceId, JobId},
    job,
    job_log::LogLevel,
    json::Degradation,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// How often a source may fail, and ask us to wait, before we go on without it; and the longest wait.
const FAILURES: u32 = 3;
const WAITS: u32 = 5;
const PATIENCE: Duration = Duration::from_secs(20);

/// Searches one source for one request.
#[derive(Debug, Serialize, Deserialize)]
pub struct SearchSource {
    pub job: JobId,
    pub source: DataSourceId,
}

impl BackgroundTask for SearchSource {
    const KIND: &'static str = "prospecting.search_source";
    const LANE: &'static str = super::LANE;
    const LANE_CAPACITY: i32 = super::LANE_CAPACITY;

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.job, self.source))
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Some(case) = Case::open(&slice, self.job).await? else {
            return stand_aside(&slice, self.job).await;
        };
        let source = case.source(self.source).filter(|source| source.source.find_people().is_some());
        let (Some(source), Some(profile)) = (source, case.profile()) else {
            let mut tx = case.begin().await?;
            trouble(&mut tx, self.job, self.source, "removed").await?;
            self.end(&mut tx, (case.id(), "A data source"), End::Failed, Some(slice.task())).await?;
            return slice.done(tx).await;
        };
        self.search(&case, source, &profile).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        let request = super::request_of(tx, self.job).await?;
        trouble(tx, self.job, self.source, "gave_up").await?;
        self.end(tx, (request, "A data source"), End::Failed, None).await
    }
}

impl SearchSource {
    async fn search(
        &self,
        case: &Case<'_>,
        source: &ActiveSource,
        profile: &Profile,
    ) -> Result<Ended, Failure> {
        let pages = Pages::read(case, source, profile).await?;
        let (Some(page), Some(port)) = (pages.next(), source.source.find_people()) else {
            let mut tx = case.begin().await?;
            self.found(&mut tx, case, source, &pages).await?;
            return case.slice.done(tx).await;
        };
        let fact = pages.fact(page.as_deref());
        let question = Question {
            operation: "people_search",
            fact: &fact,
            price: port.find_people_price(pages.limit),
            known_for: TimeDelta::hours(24),
        };
        let call = port.find_people(pages.query(), page.as_deref(), pages.limit);
        match case.desk().ask(source, question, call).await? {
            Answer::Fresh { value, entry, .. } => {
                self.keep(case, source, pages, (page, value), Some(entry)).await
            }
            Answer::Known { value, .. } => self.keep(case, source, pages, (page, value), None).await,
            Answer::Busy => Err(Failure::Later(super::BUSY)),
            Answer::Unknown(cut_off) => {
                let mut tx = case.begin().await?;
                jobs::cut_off(&mut tx, self.job, &cut_off).await?;
                trouble(&mut tx, self.job, self.source, "unknown_outcome").await?;
                self.finish(tx, case, source, &pages).await
            }
            Answer::OverBudget(_) => {
                let mut tx = case.begin().await?;
                trouble(&mut tx, self.job, self.source, OVER_BUDGET).await?;
                self.finish(tx, case, source, &pages).await
            }
            Answer::Failed { error, entry } => self.failed(case, source, &pages, error, entry).await,
        }
    }

    /// A page came: keep it, then ask for another or end.
    async fn keep(
        &self,
        case: &Case<'_>,
        source: &ActiveSource,
        mut pages: Pages,
        (page, found): (Option<String>, Found<Person>),
        entry: Option<Entry>,
    ) -> Result<Ended, Failure> {
        let mut tx = case.begin().await?;
        pages.keep(&tx, case, page.as_deref(), &found).await?;
        if let Some(entry) = entry {
            entry.write(&mut tx, &case.desk()).await?;
        }
        let note = Some(format!("Searching {}", source.name));
        jobs::progress(&mut tx, self.job, Progress { note, ..Progress::default() }).await?;
        pages.known.push((tx.now(), found));
        if pages.next().is_some() {
            return case.slice.again(tx, None).await;
        }
        self.found(&mut tx, case, source, &pages).await?;
        case.slice.done(tx).await
    }

    async fn failed(
        &self,
        case: &Case<'_>,
        source: &ActiveSource,
        pages: &Pages,
        error: ConnectorError,
        entry: Option<Entry>,
    ) -> Result<Ended, Failure> {
        let mut tx = case.begin().await?;
        let is_repeatable =
            entry.as_ref().is_none_or(|entry| entry.call().is_none()) || !error.is_outcome_unknown();
        if let Some(entry) = entry {
            entry.write(&mut tx, &case.desk()).await?;
        }
        if let ConnectorError::Held { after } = error
            && after <= PATIENCE
        {
            let at = tx.now() + after;
            return case.slice.again(tx, Some(at)).await;
        }
        let count = trouble(&mut tx, self.job, self.source, error.name()).await?;
        let wait = match &error {
            ConnectorError::RateLimited { after } if count <= WAITS => {
                Some(after.unwrap_or(Duration::from_secs(1)))
            }
            ConnectorError::Unreachable { .. } | ConnectorError::Malformed { .. }
                if count < FAILURES && is_repeatable =>
            {
                Some(Duration::from_millis(300 << count))
            }
            _ => None,
        };
        if let Some(wait) = wait.filter(|wait| *wait <= PATIENCE) {
            let at = tx.now() + wait;
            return case.slice.again(tx, Some(at)).await;
        }
        jobs::progress(&mut tx, self.job, Progress::default()).await?;
        connections::refused(&mut tx, self.source, &error).await?;
        self.finish(tx, case, source, pages).await
    }

    /// The source fails us from here on; pages it gave before count.
    async fn finish(
        &self,
        mut tx: Tx,
        case: &Case<'_>,
        source: &ActiveSource,
        pages: &Pages,
    ) -> Result<Ended, Failure> {
        let end = if pages.people() > 0 { End::Found } else { End::Failed };
        self.count(&mut tx, pages.people()).await?;
        self.end(&mut tx, (case.id(), &source.name), end, Some(case.slice.task())).await?;
        case.slice.done(tx).await
    }

    async fn found(&self, tx: &mut Tx, case: &Case<'_>, source: &ActiveSource, pages: &Pages) -> Result<()> {
        let count = pages.people();
        let line = format!("{} found {count} people.", source.name);
        let details = json!({ "source": source.name, "people": count, "pages": pages.known.len() });
        jobs::log(tx, self.job, LogLevel::Info, &line, Some(details)).await?;
        self.count(tx, count).await?;
        self.end(tx, (case.id(), &source.name), End::Found, Some(case.slice.task())).await
    }

    /// So many people the source gave this job; what was counted of an earlier search of it is not counted again.
    async fn count(&self, tx: &mut Tx, people: usize) -> Result<()> {
        let people = u32::try_from(people).map_err(Error::internal)?;
        let job = jobs::progress(tx, self.job, Progress::default()).await?;
        let mut checkpoint = Checkpoint::of(&job);
        let search = checkpoint.searches.entry(self.source).or_default();
        let more = i64::from(people) - i64::from(search.people);
        search.people = people;
        checkpoint.write(tx, self.job).await?;
        connections::used(tx, self.source, Used { records: more, ..Used::default() }).await
    }

    /// The search is over; the last one to end books the merge.
    async fn end(
        &self,
        tx: &mut Tx,
        (request, name): (entity::ids::LeadRequestId, &str),
        end: End,
        me: Option<entity::ids::BackgroundTaskId>,
    ) -> Result<()> {
        let job = jobs::progress(tx, self.job, Progress::default()).await?;
        let mut checkpoint = Checkpoint::of(&job);
        let search = checkpoint.searches.entry(self.source).or_default();
        search.end = Some(end);
        let troubles = search.troubles.clone();
        let recovered = end == End::Found;
        checkpoint.write(tx, self.job).await?;
        let percent = 5 + 25 * checkpoint.ended() / checkpoint.searches.len().max(1);
        let percent = i32::try_from(percent).ok();
        jobs::progress(tx, self.job, Progress { percent, ..Progress::default() }).await?;
        for (reason, count) in troubles {
            let what = Degradation { source: name.to_owned(), reason, count, recovered };
            degrade(tx, request, self.job, what).await?;
        }
        if jobs::is_last(tx, self.job, &[Self::KIND], me).await? {
            tx.enqueue(&MergeCandidates { job: self.job })?;
        }
        Ok(())
    }
}

/// Counts a trouble of this source; returns how often this reason has come up.
async fn trouble(tx: &mut Tx, job: JobId, source: DataSourceId, reason: &str) -> Result<u32> {
    let row: job::Model = jobs::progress(tx, job, Progress::default()).await?;
    let mut checkpoint = Checkpoint::of(&row);
    let search = checkpoint.searches.entry(source).or_default();
    let count = search.troubles.entry(reason.to_owned()).or_default();
    *count += 1;
    let count = *count;
    checkpoint.write(tx, job).await?;
    Ok(count)
}
