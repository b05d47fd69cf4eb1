//! One candidate's waterfall: a slice makes at most one call to a provider.

use super::{
    case::{Case, stand_aside},
    checkpoint::{Checkpoint, Phase},
    degrade::degrade,
    rank_prospects::RankProspects,
    twins::{self, Twins},
};
use crate::{
    jobs::{self, Progress},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice, of_job},
        tx::Tx,
    },
    prospecting::{
        dossier::Dossier,
        enrich::{self, Then},
        prospects,
        waterfall::{Done, Plan},
    },
};
use chrono::TimeDelta;
use entity::{
    ids::{BackgroundTaskId, JobId, ProspectId},
    json::Degradation,
    prospect,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Enriches one prospect of one request.
#[derive(Debug, Serialize, Deserialize)]
pub struct EnrichProspect {
    pub job: JobId,
    pub prospect: ProspectId,
}

/// What is counted when a prospect is done with.
enum End {
    Enriched,
    /// Asked not to be processed.
    Forbidden,
    /// What was found shows that they must not be contacted.
    Suppressed,
    Failed,
}

impl BackgroundTask for EnrichProspect {
    const KIND: &'static str = "prospecting.enrich_prospect";
    const LANE: &'static str = super::LANE;
    const LANE_CAPACITY: i32 = super::LANE_CAPACITY;
    const PRIORITY: i16 = 3;
    const MAX_ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.prospect.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Some(case) = Case::open(&slice, self.job).await? else {
            return stand_aside(&slice, self.job).await;
        };
        let reader = slice.scope().read(slice.app());
        let found = slice.scope().find_by_id::<prospect::Entity>(self.prospect);
        let row = sea_orm::Select::one(found, &reader).await?;
        let dossier = row.as_ref().map(prospects::dossier);
        match (row, dossier, case.profile()) {
            (Some(row), Some(dossier), Some(profile))
                if !dossier.is_saved && !dossier.is_done && row.dismissed_at.is_none() =>
            {
                let plan = Plan {
                    wants: enrich::wants(&profile),
                    offers: enrich::offers(&case.sources),
                    order: BTreeMap::new(),
                };
                self.step(&case, &row, dossier, &plan).await
            }
            // Saved or dismissed meanwhile: nobody waits for more.
            _ => {
                let mut tx = case.begin().await?;
                end(&mut tx, self.job, &End::Enriched, Some(slice.task())).await?;
                slice.done(tx).await
            }
        }
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        let tasks = of_job::named(tx, self.job, Self::KIND, &self.prospect.to_string()).await?;
        prospects::give_up(tx, self.prospect, self.job, &tasks).await?;
        end(tx, self.job, &End::Failed, None).await
    }
}

impl EnrichProspect {
    async fn step(
        &self,
        case: &Case<'_>,
        row: &prospect::Model,
        mut dossier: Dossier,
        plan: &Plan,
    ) -> Result<Ended, Failure> {
        let twins = Twins::of(case, row).await?;
        if twins.must_wait {
            let tx = case.begin().await?;
            let at = tx.now() + TimeDelta::from_std(twins::WAIT).unwrap_or(TimeDelta::seconds(1));
            return case.slice.again(tx, Some(at)).await;
        }
        let plan = twins.allowed(plan);
        let step = enrich::step(&case.desk(), &case.sources, &plan, &mut dossier, None).await?;
        let then = step.then;
        dossier.is_done = matches!(then, Then::Done(_));
        let mut tx = case.begin().await?;
        let how = keep(&mut tx, row, &dossier, then).await?;
        for (source, reason) in step.write(&mut tx, &case.desk()).await? {
            let what = Degradation { source, reason, count: 1, recovered: false };
            degrade(&mut tx, case.id(), self.job, what).await?;
        }
        match (how, then) {
            (Some(how), _) => {
                end(&mut tx, self.job, &how, Some(case.slice.task())).await?;
                case.slice.done(tx).await
            }
            (None, Then::Wait(wait)) => {
                let at = tx.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::seconds(1));
                case.slice.again(tx, Some(at)).await
            }
            (None, _) => case.slice.again(tx, None).await,
        }
    }
}

/// Writes what was learnt; `None`: there is more to do.
async fn keep(tx: &mut Tx, row: &prospect::Model, dossier: &Dossier, then: Then) -> Result<Option<End>> {
    let merged = dossier.merged();
    if then == Then::Done(Done::Forbidden) {
        prospects::drop_forbidden(tx, row.id, &merged).await?;
        return Ok(Some(End::Forbidden));
    }
    if prospects::are_suppressed(tx, row.workspace_id, &[&merged]).await?.contains(&true) {
        prospects::remove(tx, &[row.id]).await?;
        return Ok(Some(End::Suppressed));
    }
    prospects::learnt(tx, row, dossier).await?;
    Ok(matches!(then, Then::Done(_)).then_some(End::Enriched))
}

/// One candidate less; the last one to end books the ranking.
async fn end(tx: &mut Tx, job: JobId, how: &End, me: Option<BackgroundTaskId>) -> Result<()> {
    let mut progress = Progress { processed: 1, ..Progress::default() };
    match how {
        End::Enriched => {}
        End::Forbidden => progress.rejected = vec![("asked not to be processed".to_owned(), 1)],
        End::Suppressed => progress.rejected = vec![("suppressed".to_owned(), 1)],
        End::Failed => progress.failed = 1,
    }
    let was = jobs::progress(tx, job, Progress::default()).await?;
    let total = was.total.unwrap_or(1).max(1);
    let processed = (was.processed + 1).min(total);
    progress.percent = Some(35 + 55 * processed / total);
    progress.note = Some(format!("Enriched {processed} of {total} people"));
    let row = jobs::progress(tx, job, progress).await?;
    if jobs::is_last(tx, job, &[EnrichProspect::KIND], me).await? {
        let mut checkpoint = Checkpoint::of(&row);
        checkpoint.phase = Phase::Rank;
        checkpoint.write(tx, job).await?;
        tx.enqueue(&RankProspects { job })?;
    }
    Ok(())
}
