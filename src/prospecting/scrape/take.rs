//! Takes a page in, in one transaction: leads first, then the list and the campaign, the source's count, the job's books.

use super::{
    judge::{Judged, Kept, judge},
    place::{Cut, EMPTY_PAGES, PAGE, Place, Plan},
};
use crate::{
    connections::{self, Used},
    connectors::facts::{CompanyField, Found, Person, PersonField},
    consent::Within,
    crm::{
        campaigns, companies,
        leads::upsert::{self as people, Insight, Source, UpsertLead},
        lists::{self, Membership},
    },
    jobs::{self, Progress},
    kernel::{
        error::{Error, Result},
        patch::Patch,
        tx::Tx,
    },
    prospecting::{
        dossier::Dossier,
        enrich::orders::{lead_values, write_provenance},
        merge::Merged,
        prospects,
    },
};
use entity::{
    ids::{CompanyId, DataSourceId, LeadId, WorkspaceId},
    job,
    job_log::LogLevel,
};
use serde_json::json;
use std::collections::BTreeMap;

/// A page and where it came from.
pub(super) struct Page {
    pub source: DataSourceId,
    pub name: String,
    /// `APOLLO`.
    pub provider: &'static str,
    pub found: Found<Person>,
}

/// Takes it in; what comes next is in the place that is returned, and written.
pub(super) async fn take(tx: &mut Tx, job: &job::Model, plan: &Plan, mut page: Page) -> Result<Place> {
    let workspace = job.workspace_id.ok_or_else(|| Error::bug("a scraping job without a workspace"))?;
    let left = plan.left(job);
    let untaken = page.found.items.len().saturating_sub(plan.place.offset);
    let has_rest = cut(&mut page.found.items, plan.place.offset, left);
    let records = page.found.items.len();
    let rest = Rest {
        is_on_page: untaken > records,
        next: page.found.next.take(),
        is_hidden: page.found.is_cut_off,
    };
    let profile = plan.criteria.profile();
    let source = page.source.to_string();
    let least = plan.config.min_score;
    let mut judged = judge(std::mem::take(&mut page.found), &source, (&profile, least), tx.now());
    for person in &judged.forbidden {
        prospects::suppress(tx, person).await?;
    }
    without_suppressed(tx, job, workspace, &mut judged).await?;
    let leads = leads(tx, workspace, &mut judged, &page).await?;
    let qualified = join(tx, job, plan, leads, &mut judged).await?;
    let place = if has_rest { further(plan) } else { after(plan, records, left, rest) };
    connections::used(tx, page.source, Used { records: count(records).into(), ..Used::default() }).await?;
    tell(tx, job, (&place, &page.name), (records, qualified), judged.rejected).await?;
    jobs::checkpoint(tx, job.id, &place).await?;
    Ok(place)
}

/// What one slice takes of a page; says whether there is more of it to be taken.
fn cut(items: &mut Vec<Person>, offset: usize, left: usize) -> bool {
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    items.drain(..offset.min(items.len()));
    let has_rest = items.len() > most && left > most;
    items.truncate(Ord::min(most, left));
    has_rest
}

async fn without_suppressed(
    tx: &Tx,
    job: &job::Model,
    workspace: WorkspaceId,
    judged: &mut Judged,
) -> Result<()> {
    let within = Within { workspace: Some(workspace), campaign: job.campaign_id };
    let people: Vec<&Merged> = judged.kept.iter().map(|kept| &kept.merged).collect();
    let suppressed = prospects::suppressed(tx, within, &people).await?;
    let kept = std::mem::take(&mut judged.kept);
    for (person, is_suppressed) in kept.into_iter().zip(suppressed) {
        if is_suppressed { judged.reject("suppressed", 1) } else { judged.kept.push(person) }
    }
    Ok(())
}

/// Everybody as a lead: the one they are known as, or a new one.
async fn leads(tx: &mut Tx, workspace: WorkspaceId, judged: &mut Judged, page: &Page) -> Result<Vec<LeadId>> {
    let mut kept = std::mem::take(&mut judged.kept);
    // In the same order for everybody, so that two jobs with the same people do not wait in a circle.
    kept.sort_by_cached_key(|person| person.merged.get(PersonField::Email).map(str::to_owned));
    let mut leads = vec![];
    for person in kept {
        match lead(tx, workspace, person, page).await? {
            Some(lead) => leads.push(lead),
            None => judged.reject("contradicts a lead that is known", 1),
        }
    }
    Ok(leads)
}

async fn lead(tx: &mut Tx, workspace: WorkspaceId, person: Kept, page: &Page) -> Result<Option<LeadId>> {
    let Kept { merged, records, score } = person;
    let company = company(tx, workspace, &merged).await?;
    let mut values = lead_values(&merged);
    values.company = company.map_or(Patch::Keep, Patch::Set);
    values.source = Patch::Set(page.name.clone());
    let insight = Insight { score: Some((score.total, prospects::parts(&score))), ..Insight::default() };
    let new = UpsertLead { workspace, source: Source::Machine, values, insight };
    let (lead, outcome) = people::upsert(tx, new).await?;
    if matches!(outcome, people::Outcome::Conflicting(_)) {
        return Ok(None);
    }
    let providers = BTreeMap::from([(page.source.to_string(), page.provider.to_owned())]);
    let dossier = Dossier { records, providers, ..Dossier::default() };
    write_provenance(tx, Some(&lead), company, (&dossier, &merged)).await?;
    Ok(Some(lead.id))
}

async fn company(tx: &mut Tx, workspace: WorkspaceId, merged: &Merged) -> Result<Option<CompanyId>> {
    let is_named = [CompanyField::Domain, CompanyField::Name].into_iter();
    if is_named.map(|field| merged.company.get(field)).all(|value| value.is_none()) {
        return Ok(None);
    }
    let values = prospects::company_values(merged);
    let new = companies::UpsertCompany { workspace, source: Source::Machine, values };
    Ok(Some(companies::upsert(tx, new).await?.0.id))
}

/// Into the list, and those who are new there into the campaign; returns how many were.
async fn join(
    tx: &mut Tx,
    job: &job::Model,
    plan: &Plan,
    leads: Vec<LeadId>,
    judged: &mut Judged,
) -> Result<usize> {
    if leads.is_empty() {
        return Ok(0);
    }
    let found = leads.len();
    let outcomes = lists::add_leads_in(tx, plan.config.list()?, leads).await?.outcomes;
    let new = outcomes.into_iter().filter(|outcome| outcome.membership == Membership::Added);
    let new: Vec<LeadId> = new.map(|outcome| outcome.lead).collect();
    // In the list before, or one lead under two names.
    judged.reject("duplicate", u32::try_from(found - new.len()).unwrap_or(u32::MAX));
    if let Some(campaign) = job.campaign_id.filter(|_| !new.is_empty()) {
        campaigns::add_leads_in(tx, campaign, new.clone()).await?;
    }
    Ok(new.len())
}

/// The same page, its next people.
fn further(plan: &Plan) -> Place {
    let offset = plan.place.offset + usize::try_from(PAGE).unwrap_or(usize::MAX);
    Place { offset, empty_pages: 0, failures: 0, waits: 0, ..plan.place.clone() }
}

/// What there is beside the people that a slice took.
struct Rest {
    /// Others on the same page.
    is_on_page: bool,
    /// Another page.
    next: Option<String>,
    /// More, which the source does not show.
    is_hidden: bool,
}

fn after(plan: &Plan, records: usize, left: usize, rest: Rest) -> Place {
    let was = &plan.place;
    let next = rest.next;
    let empty_pages = if records == 0 { was.empty_pages + 1 } else { 0 };
    // The same place again is no other one.
    let is_end = next.is_none() || next == was.next;
    let (is_full, is_empty) = (records >= left, empty_pages >= EMPTY_PAGES);
    let has_more = rest.is_on_page || rest.is_hidden || !is_end;
    let over = if is_full {
        Some(Cut::Limit)
    } else if is_end {
        Some(Cut::Source)
    } else {
        is_empty.then_some(Cut::Nobody)
    };
    let (is_over, cut) = (over.is_some(), over.filter(|_| has_more));
    let pages = was.pages + 1;
    Place { pages, next, offset: 0, empty_pages, failures: 0, waits: 0, is_over, cut, ..was.clone() }
}

async fn tell(
    tx: &mut Tx,
    job: &job::Model,
    (place, name): (&Place, &str),
    (records, qualified): (usize, usize),
    rejected: BTreeMap<String, u32>,
) -> Result<()> {
    let processed = count(records);
    let read = job.processed.saturating_add(processed);
    let line = format!("{name}: {records} people, {qualified} kept.");
    let details = json!({ "pages": place.pages, "people": records, "kept": qualified, "rejected": rejected });
    let progress = Progress {
        note: Some(format!("{read} people read from {name}")),
        percent: percent(job, read),
        processed,
        qualified: count(qualified),
        rejected: rejected.into_iter().collect(),
        ..Progress::default()
    };
    jobs::progress(tx, job.id, progress).await?;
    jobs::log(tx, job.id, LogLevel::Debug, &line, Some(details)).await
}

/// Of what may be read; without a limit nobody knows: how much there is, a source does not say.
fn percent(job: &job::Model, read: i32) -> Option<i32> {
    let most = job.config.get("maxRecords").and_then(serde_json::Value::as_i64)?;
    i32::try_from(i64::from(read) * 100 / most.max(1)).ok().map(|percent| percent.min(99))
}

fn count(items: usize) -> i32 {
    i32::try_from(items).unwrap_or(i32::MAX)
}
