//! The first task: read the description and filters into a profile, then book what comes next.

use super::{
    case::{Case, stand_aside},
    checkpoint::{Checkpoint, End, Phase, Search},
    enrich_prospect::EnrichProspect,
    rank_prospects::RankProspects,
    read,
    search_source::SearchSource,
};
use crate::{
    jobs::{self, Progress, events::JobStarted},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::{profile::Profile, prospects, requests},
};
use entity::{ids::JobId, job::JobKind, job_log::LogLevel};
use serde::{Deserialize, Serialize};

/// Begins the work on a request, or goes on where it stopped.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadProfile {
    job: JobId,
}

impl ReadProfile {
    pub fn after_start(fact: JobStarted) -> Option<Self> {
        (fact.kind == JobKind::GenerateLeads).then_some(Self { job: fact.job })
    }
}

impl BackgroundTask for ReadProfile {
    const KIND: &'static str = "prospecting.read_profile";
    const LANE: &'static str = super::LANE;
    const LANE_CAPACITY: i32 = super::LANE_CAPACITY;
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Some(case) = Case::open(&slice, self.job).await? else {
            return stand_aside(&slice, self.job).await;
        };
        let read = match case.profile() {
            Some(profile) => read::Read::again(profile),
            None => match read::read(&case).await? {
                Some(read) => read,
                None => return Err(Failure::Later(super::BUSY)),
            },
        };
        let profile = read.profile.clone();
        let mut tx = case.begin().await?;
        requests::began(&mut tx, &case.request, &profile).await?;
        read.write(&mut tx, &case).await?;
        let note = Some("Reading the description".to_owned());
        let job =
            jobs::progress(&mut tx, self.job, Progress { percent: Some(5), note, ..Progress::default() });
        let checkpoint = Checkpoint::of(&job.await?);
        book(&mut tx, &case, checkpoint, &profile).await?;
        slice.done(tx).await
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("The description could not be read: {why}")).await
    }
}

/// Books the tasks of the phase the request is in.
async fn book(tx: &mut Tx, case: &Case<'_>, mut checkpoint: Checkpoint, profile: &Profile) -> Result<()> {
    match checkpoint.phase {
        Phase::Read | Phase::Search => {
            let line = format!("Looking for {}.", read::in_words(profile));
            jobs::log(tx, case.job.id, LogLevel::Info, &line, None).await?;
            search(tx, case, &mut checkpoint).await?;
            checkpoint.write(tx, case.job.id).await
        }
        Phase::Enrich => {
            let open = prospects::unfinished(tx, case.id()).await?;
            for prospect in &open {
                tx.enqueue(&EnrichProspect { job: case.job.id, prospect: *prospect })?;
            }
            if open.is_empty() {
                tx.enqueue(&RankProspects { job: case.job.id })?;
            }
            Ok(())
        }
        Phase::Rank => tx.enqueue(&RankProspects { job: case.job.id }),
    }
}

/// Books a search for every source that can find people and has not done so yet. A request names no companies: who must know
/// them is not asked.
async fn search(tx: &mut Tx, case: &Case<'_>, checkpoint: &mut Checkpoint) -> Result<()> {
    let able = case.sources.iter().filter(|source| {
        let port = source.source.find_people();
        port.is_some_and(|port| !port.needs_domains())
    });
    let able: Vec<_> = able.filter_map(|source| source.id).collect();
    if able.is_empty() {
        let reason = "No active data source can find people. Plug one in with dataSourceCreate (Apollo, ZoomInfo, LinkedIn or an HTTP API), then retry.";
        return jobs::fail(tx, case.job.id, reason).await;
    }
    checkpoint.phase = Phase::Search;
    checkpoint.searches.retain(|_, search| search.end == Some(End::Found));
    let open: Vec<_> = able.iter().filter(|id| !checkpoint.searches.contains_key(id)).copied().collect();
    for source in &open {
        checkpoint.searches.insert(*source, Search::default());
        tx.enqueue(&SearchSource { job: case.job.id, source: *source })?;
    }
    if open.is_empty() {
        tx.enqueue(&super::merge_candidates::MergeCandidates { job: case.job.id })?;
    }
    Ok(())
}
