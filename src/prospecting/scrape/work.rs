//! One page: asked for by the books, taken in, and on to the next. A source that fails for good fails the job, which keeps
//! what it has and goes on from there when it is tried again.

use super::{
    end::{finish, give_up},
    place::{PAGE, Place, Plan},
    raw,
    take::{Page, take},
};
use crate::{
    connections::{self, ActiveSource},
    connectors::{
        ConnectorError,
        facts::{Found, Person},
    },
    crm::campaigns,
    jobs::{self, Turn, events::JobStarted},
    kernel::{
        error::{Error, Result},
        provider::{fact_key, lookup},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::enrich::ask::{Answer, Desk, Entry, Question, provider},
};
use chrono::TimeDelta;
use entity::{
    campaign,
    ids::JobId,
    job::{self, JobKind},
    job_log::LogLevel,
    lead_list,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Troubles in a row before the source is given up, and waits in a row that it may ask for.
const FAILURES: u32 = 5;
const WAITS: u32 = 30;
/// The longest of them.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
const BUSY: Duration = Duration::from_millis(500);
/// How long a page stands for whoever asks for the same: long enough for a crash, short enough for a schedule.
const KNOWN_FOR: TimeDelta = TimeDelta::minutes(30);

/// Where a page that is longer than one slice can take is kept, and for how long.
const SHELF: (&str, &str) = ("LEADWIRE", "scrape_page");
const SHELVED: TimeDelta = TimeDelta::hours(24);

/// Reads the next page of a scraping job.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadPage {
    job: JobId,
}

impl ReadPage {
    pub fn after_start(fact: JobStarted) -> Option<Self> {
        (fact.kind == JobKind::Scrape).then_some(Self { job: fact.job })
    }
}

impl BackgroundTask for ReadPage {
    const KIND: &'static str = "prospecting.read_page";
    const LANE: &'static str = "scraping";
    const LANE_CAPACITY: i32 = 4;
    const PRIORITY: i16 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Turn::Go(job) = jobs::enter(&slice, self.job).await? else {
            return jobs::step_aside(&slice, slice.begin().await?, self.job).await;
        };
        let mut plan = Plan::of(&job)?;
        if plan.place.is_over || plan.left(&job) == 0 {
            return finish(&slice, &job, &plan).await;
        }
        let sources = connections::sources(slice.app(), slice.scope()).await?;
        let source = sources.iter().find(|source| source.id == job.data_source_id);
        let found = source.and_then(|source| Some((source, source.source.find_people()?)));
        let Some((source, port)) = found else {
            let why = "The data source was removed or switched off. Switch it on, then retry.";
            return give_up(&slice, &job, why).await;
        };
        plan.place.size = plan.size(port.find_people_most());
        if let Some(why) = obstacle(&slice, &job, &plan).await? {
            return give_up(&slice, &job, &why).await;
        }
        if plan.place.offset > 0
            && let Some(found) = shelved(&slice, &job).await?
        {
            return took(&slice, &job, &plan, (source, found), None).await;
        }
        read(&slice, &job, &plan, source).await
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("Reading could not go on: {why}")).await
    }
}

/// What makes another page useless: asked before anything is paid.
async fn obstacle(slice: &Slice, job: &job::Model, plan: &Plan) -> Result<Option<String>> {
    let (scope, reader) = (slice.scope(), slice.scope().read(slice.app()));
    let list = scope.find_by_id::<lead_list::Entity>(plan.config.list()?);
    let list = sea_orm::Select::one(list, &reader).await?;
    if list.is_none_or(|list| list.deleted_at.is_some()) {
        return Ok(Some("The list it fills was deleted.".to_owned()));
    }
    if let Some(id) = job.campaign_id {
        let found = sea_orm::Select::one(scope.find_by_id::<campaign::Entity>(id), &reader).await?;
        let is_open = found.is_some_and(|campaign| {
            campaign.deleted_at.is_none() && campaigns::state::takes_leads(campaign.status)
        });
        if !is_open {
            return Ok(Some("The campaign it fills takes no more leads.".to_owned()));
        }
    }
    let endless = "The source gives page after page without end.";
    Ok(plan.is_endless().then(|| endless.to_owned()))
}

async fn read(slice: &Slice, job: &job::Model, plan: &Plan, source: &ActiveSource) -> Result<Ended, Failure> {
    let Some(port) = source.source.find_people() else {
        return Err(Error::bug("a source that finds nobody").into());
    };
    let desk = desk(slice, job);
    let (query, page, size) = (plan.criteria.query(), plan.place.next.as_deref(), plan.place.size);
    let text = serde_json::to_string(&query).map_err(Error::from)?;
    let fact = format!("people_search:{size}:{}:{text}", page.unwrap_or_default());
    let question = Question {
        operation: "people_search",
        fact: &fact,
        price: port.find_people_price(size),
        known_for: KNOWN_FOR,
    };
    match desk.ask(source, question, port.find_people(&query, page, size)).await? {
        Answer::Fresh { value, entry, .. } => took(slice, job, plan, (source, value), Some(entry)).await,
        Answer::Known { value, .. } => took(slice, job, plan, (source, value), None).await,
        Answer::Busy => Err(Failure::Later(BUSY)),
        Answer::OverBudget(over) => {
            let more = if page.is_some() { " There is more." } else { "" };
            let why = format!("Stopped: {over}.{more} Raise it with budgetSet, then retry.");
            give_up(slice, job, &why).await
        }
        Answer::Unknown(cut_off) => {
            let mut tx = slice.begin().await?;
            jobs::cut_off(&mut tx, job.id, &cut_off).await?;
            let until = cut_off.until.format("%Y-%m-%d %H:%M UTC");
            let why = format!(
                "Whether the next page was paid for is unknown; it is not asked again before {until}. Retry then."
            );
            jobs::fail(&mut tx, job.id, &why).await?;
            slice.done(tx).await
        }
        Answer::Failed { error, entry } => failed(slice, job, plan, (source, error), entry).await,
    }
}

fn desk<'a>(slice: &'a Slice, job: &job::Model) -> Desk<'a> {
    Desk {
        app: slice.app(),
        scope: slice.scope(),
        job: job.id,
        task: slice.task(),
        workspace: job.workspace_id,
        requested_by: job.requested_by,
    }
}

async fn took(
    slice: &Slice,
    job: &job::Model,
    plan: &Plan,
    (source, found): (&ActiveSource, Found<Person>),
    entry: Option<Entry>,
) -> Result<Ended, Failure> {
    let Some(id) = source.id else { return Err(Error::bug("a source without an id").into()) };
    if let Some(entry) = entry.filter(|entry| entry.call().is_some()) {
        // On the books first: if it cannot be taken in this time, it is known to the next, and not paid for again.
        let mut tx = slice.begin().await?;
        entry.write(&mut tx, &desk(slice, job)).await?;
        tx.commit().await?;
    }
    let is_new = plan.place.offset == 0;
    let raw = if is_new { Some(raw::add(slice, job, &plan.place, &found.items).await?) } else { None };
    let mut tx = slice.begin().await?;
    if is_new && found.items.len() > PAGE as usize {
        let key = shelf(slice, job);
        lookup::put(&tx, SHELF.0, SHELF.1, &[key], (Some(&found), SHELVED)).await?;
    }
    let page = Page { source: id, name: source.name.clone(), provider: provider(source.kind), found };
    let place = take(&mut tx, job, plan, page).await.map_err(another_time)?;
    if let Some(raw) = raw {
        raw::pause(&tx, job, raw, place).await?;
    }
    slice.again(tx, None).await
}

/// Whoever was quicker is done by then; and what has become impossible is found out before another page is asked for.
fn another_time(error: Error) -> Failure {
    match error {
        Error::Conflict { .. } | Error::NotFound(_) => Failure::Retry { error, after: None },
        error => error.into(),
    }
}

fn shelf(slice: &Slice, job: &job::Model) -> String {
    fact_key(slice.app(), &["scrape_page", &job.id.to_string()])
}

/// The page whose beginning was taken in; `None`: it is too old, and asked for again.
async fn shelved(slice: &Slice, job: &job::Model) -> Result<Option<Found<Person>>> {
    let key = shelf(slice, job);
    let found =
        lookup::find(slice.app(), slice.scope(), SHELF.0, SHELF.1, std::slice::from_ref(&key)).await?;
    Ok(found.get(&key).and_then(lookup::Cached::read))
}

async fn failed(
    slice: &Slice,
    job: &job::Model,
    plan: &Plan,
    (source, error): (&ActiveSource, ConnectorError),
    entry: Option<Entry>,
) -> Result<Ended, Failure> {
    let is_paid = entry.as_ref().is_some_and(|entry| entry.call().is_some());
    let mut place = plan.place.clone();
    let wait = match &error {
        ConnectorError::Held { after } => Some(*after),
        ConnectorError::RateLimited { after } => {
            place.waits += 1;
            Some(after.unwrap_or(Duration::from_secs(5))).filter(|_| place.waits <= WAITS)
        }
        // What may have been paid is not asked again.
        _ if is_paid && error.is_outcome_unknown() => None,
        ConnectorError::Unreachable { .. } | ConnectorError::Malformed { .. } => {
            place.failures += 1;
            // Longer, in the end, than a provider that failed often is left alone.
            Some(Duration::from_secs(5 << place.failures.min(8))).filter(|_| place.failures < FAILURES)
        }
        ConnectorError::Rejected { .. } | ConnectorError::Unauthorized => None,
    };
    let Some(wait) = wait.filter(|wait| *wait <= PATIENCE) else {
        let why = format!("{} could not be read any further: {error}.", source.name);
        let mut tx = slice.begin().await?;
        if let Some(entry) = entry {
            entry.write(&mut tx, &desk(slice, job)).await?;
        }
        jobs::checkpoint(&tx, job.id, &Place { failures: 0, waits: 0, ..place }).await?;
        jobs::fail(&mut tx, job.id, &why).await?;
        if let Some(id) = source.id {
            connections::refused(&mut tx, id, &error).await?;
        }
        return slice.done(tx).await;
    };
    let mut tx = slice.begin().await?;
    if let Some(entry) = entry {
        entry.write(&mut tx, &desk(slice, job)).await?;
    }
    if !matches!(error, ConnectorError::Held { .. }) {
        let line = format!("{}: {error}; trying again in {} s.", source.name, wait.as_secs().max(1));
        jobs::log(&mut tx, job.id, LogLevel::Warning, &line, None).await?;
        jobs::checkpoint(&tx, job.id, &place).await?;
    }
    let at = tx.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::seconds(1));
    slice.again(tx, Some(at)).await
}
