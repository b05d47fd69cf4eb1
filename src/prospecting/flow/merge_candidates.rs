//! Makes people of what the searches found, leaves out whom nobody wants, and books the enrichment of the best.

use super::{
    candidates::{Candidate, Gathered, gather, identity},
    case::{Case, stand_aside},
    checkpoint::{Checkpoint, Phase, Search},
    enrich_prospect::EnrichProspect,
    pages::Pages,
    search_source::SearchSource,
};
use crate::{
    jobs::{self, Progress, Standing},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::{enrich::ask::provider, merge::Sourced, profile::Profile, prospects},
};
use entity::{
    ids::{DataSourceId, JobId},
    job_log::LogLevel,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Merges what was found for one request.
#[derive(Debug, Serialize, Deserialize)]
pub struct MergeCandidates {
    pub job: JobId,
}

/// The records of all pages, and the sources whose pages are gone from the cache.
struct Records {
    all: Vec<Sourced>,
    providers: BTreeMap<String, String>,
    lost: Vec<DataSourceId>,
}

impl BackgroundTask for MergeCandidates {
    const KIND: &'static str = "prospecting.merge_candidates";
    const LANE: &'static str = super::LANE;
    const LANE_CAPACITY: i32 = super::LANE_CAPACITY;
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(format!("merge:{}", self.job))
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Some(case) = Case::open(&slice, self.job).await? else {
            return stand_aside(&slice, self.job).await;
        };
        let checkpoint = Checkpoint::of(&case.job);
        let Some(profile) = case.profile().filter(|_| checkpoint.phase == Phase::Search) else {
            return slice.done(case.begin().await?).await;
        };
        let records = records(&case, &checkpoint, &profile).await?;
        let mut tx = case.begin().await?;
        if !records.lost.is_empty() {
            search_again(&mut tx, self.job, &records.lost).await?;
        } else if checkpoint.found().next().is_none() {
            jobs::fail(&mut tx, self.job, &failures(&case, &checkpoint)).await?;
        } else {
            let found = gather(records.all, &records.providers, &profile, tx.now());
            if keep(&mut tx, &case, checkpoint, found).await? != Standing::Running {
                drop(tx);
                return stand_aside(&slice, self.job).await;
            }
        }
        slice.done(tx).await
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("What was found could not be put together: {why}")).await
    }
}

async fn records(case: &Case<'_>, checkpoint: &Checkpoint, profile: &Profile) -> Result<Records> {
    let mut records = Records { all: vec![], providers: BTreeMap::new(), lost: vec![] };
    for id in checkpoint.found() {
        // Switched off meanwhile: what it said cannot be attributed any more.
        let Some(source) = case.source(id) else { continue };
        let pages = Pages::read(case, source, profile).await?;
        if pages.known.is_empty() {
            records.lost.push(id);
        }
        let source_id = id.to_string();
        records.providers.insert(source_id.clone(), provider(source.kind).to_owned());
        for (fetched_at, page) in pages.known {
            let sourced = |person| Sourced { source: source_id.clone(), fetched_at, person };
            records.all.extend(page.items.into_iter().map(sourced));
        }
    }
    Ok(records)
}

/// Pages are kept for a day; a job that was paused for longer searches again.
async fn search_again(tx: &mut Tx, job: JobId, lost: &[DataSourceId]) -> Result<()> {
    let row = jobs::progress(tx, job, Progress::default()).await?;
    let mut checkpoint = Checkpoint::of(&row);
    for source in lost {
        let search = checkpoint.searches.entry(*source).or_default();
        *search = Search { people: search.people, ..Search::default() };
        tx.enqueue(&SearchSource { job, source: *source })?;
    }
    jobs::log(tx, job, LogLevel::Info, "What was found is too old by now: searching again.", None).await?;
    checkpoint.write(tx, job).await
}

fn failures(case: &Case<'_>, checkpoint: &Checkpoint) -> String {
    let each = checkpoint.searches.iter().map(|(id, search)| {
        let name = case.source(*id).map_or("a source that was removed", |source| source.name.as_str());
        let reasons: Vec<&str> = search.troubles.keys().map(String::as_str).collect();
        format!("{name} ({})", reasons.join(", "))
    });
    format!("No source could be searched: {}.", each.collect::<Vec<_>>().join("; "))
}

/// Writes the best as prospects and books their enrichment; nobody at all ends the job. Where it cannot end because it does not
/// run any more, nothing of this may stay written: it comes here again when it goes on.
async fn keep(
    tx: &mut Tx,
    case: &Case<'_>,
    mut checkpoint: Checkpoint,
    mut found: Gathered,
) -> Result<Standing> {
    for person in &found.forbidden {
        prospects::suppress(tx, person).await?;
    }
    without_suppressed(tx, case, &mut found).await?;
    let most = looked_into(case.request.max_results);
    let surplus = found.candidates.split_off(most.min(found.candidates.len()));
    for _ in &surplus {
        found.reject("others fit better");
    }
    let kept = found.candidates.len();
    let (people, rejected) = (found.people, found.rejected.clone());
    for prospect in insert(tx, case, found.candidates).await? {
        tx.enqueue(&EnrichProspect { job: case.job.id, prospect })?;
    }
    let total = i32::try_from(kept).unwrap_or(i32::MAX);
    let note = Some(format!("Enriching {kept} people"));
    let rejected: Vec<(String, u32)> = rejected.into_iter().collect();
    let line = format!("{people} people were found; {kept} are looked into.");
    let details = json!({ "people": people, "kept": kept, "rejected": rejected.clone() });
    let progress = Progress { percent: Some(35), note, total: Some(total), rejected, ..Progress::default() };
    jobs::progress(tx, case.job.id, progress).await?;
    jobs::log(tx, case.job.id, LogLevel::Info, &line, Some(details)).await?;
    checkpoint.phase = Phase::Enrich;
    checkpoint.write(tx, case.job.id).await?;
    if kept == 0 {
        let note = match people {
            0 => "No source knows anybody who fits the description.".to_owned(),
            _ => format!("{people} people were found, but none fits the description."),
        };
        return jobs::complete(tx, case.job.id, Some(note)).await;
    }
    Ok(Standing::Running)
}

/// People who are looked into for so many results: some turn out to be nobody's.
pub(super) fn looked_into(max_results: i32) -> usize {
    let wanted = usize::try_from(max_results).unwrap_or(1);
    wanted + wanted / 4 + 5
}

/// Who must not be contacted is no prospect.
async fn without_suppressed(tx: &Tx, case: &Case<'_>, found: &mut Gathered) -> Result<()> {
    let people: Vec<_> = found.candidates.iter().map(|candidate| &candidate.merged).collect();
    let suppressed = prospects::are_suppressed(tx, case.request.workspace_id, &people).await?;
    let candidates = std::mem::take(&mut found.candidates);
    for (candidate, is_suppressed) in candidates.into_iter().zip(suppressed) {
        if is_suppressed { found.reject("suppressed") } else { found.candidates.push(candidate) }
    }
    Ok(())
}

async fn insert(
    tx: &Tx,
    case: &Case<'_>,
    candidates: Vec<Candidate>,
) -> Result<Vec<entity::ids::ProspectId>> {
    let mut seen = BTreeSet::new();
    let mut rows = vec![];
    for candidate in candidates {
        let mut who = identity(&candidate.merged);
        // Kept apart although they share a key: both stay.
        while !seen.insert(who.clone()) {
            who.push('+');
        }
        rows.push(prospects::NewProspect {
            identity: who,
            score: candidate.score,
            merged: candidate.merged,
            dossier: candidate.dossier,
        });
    }
    prospects::insert(tx, &case.request, rows).await
}
