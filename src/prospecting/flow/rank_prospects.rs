//! The last task: final scores, what to offer and when to write, the order, and the end of the job.

use super::{
    case::{Case, stand_aside},
    ranking::{self, Ranked},
};
use crate::{
    jobs::{self, Progress, Standing},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::prospects::{self, Refused},
};
use entity::{ids::JobId, job_log::LogLevel, workspace};
use serde::{Deserialize, Serialize};

/// Ranks the prospects of one request.
#[derive(Debug, Serialize, Deserialize)]
pub struct RankProspects {
    pub job: JobId,
}

impl BackgroundTask for RankProspects {
    const KIND: &'static str = "prospecting.rank_prospects";
    const LANE: &'static str = super::LANE;
    const LANE_CAPACITY: i32 = super::LANE_CAPACITY;
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(format!("rank:{}", self.job))
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Some(case) = Case::open(&slice, self.job).await? else {
            return stand_aside(&slice, self.job).await;
        };
        let mut refused = Refused::new();
        loop {
            let mut tx = case.begin().await?;
            let count = order(&tx, &case).await?;
            if !save_best(&mut tx, &case, &mut refused).await? {
                continue;
            }
            let standing = complete(&mut tx, &case, count).await?;
            if standing != Standing::Running {
                drop(tx);
                return stand_aside(&slice, self.job).await;
            }
            return slice.done(tx).await;
        }
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("The people could not be ranked: {why}")).await
    }
}

/// Gives everybody their place; returns how many were asked for and found.
async fn order(tx: &Tx, case: &Case<'_>) -> Result<usize> {
    let profile = case.profile().ok_or_else(|| Error::bug("a request without a profile is ranked"))?;
    let workspace = tx.scope().get::<workspace::Entity>(case.request.workspace_id, tx).await?;
    let rows = prospects::of_request(tx, case.id()).await?;
    let wanted = usize::try_from(case.request.max_results).unwrap_or(1);
    let ranked = ranking::rank(rows, &profile, &workspace.offerings, tx.now());
    let count = ranked.kept.len().min(wanted);
    write(tx, ranked, wanted).await?;
    Ok(count)
}

async fn write(tx: &Tx, ranked: Ranked, wanted: usize) -> Result<()> {
    prospects::remove(tx, &ranked.duplicates).await?;
    for (at, person) in ranked.kept.into_iter().enumerate() {
        let rank = (at < wanted).then(|| i32::try_from(at + 1).unwrap_or(i32::MAX));
        prospects::ranked(tx, person, rank).await?;
    }
    Ok(())
}

/// Puts the best on the board that was asked for; who cannot be saved is counted in the log. `false`: somebody is refused who
/// was not yet, and all is to be undone and done once more without them.
async fn save_best(tx: &mut Tx, case: &Case<'_>, refused: &mut Refused) -> Result<bool> {
    let (Some(board), Some(count)) = (case.request.save_pipeline_id, case.request.save_count) else {
        return Ok(true);
    };
    let mut best = prospects::of_request(tx, case.id()).await?;
    best.retain(|row| row.dismissed_at.is_none() && row.rank.is_some_and(|rank| rank <= count));
    best.sort_by_key(|row| row.rank);
    let Some(saved) = prospects::save_best(tx, best, board, refused).await? else { return Ok(false) };
    let (level, rest) = match refused.len() {
        0 => (LogLevel::Info, String::new()),
        _ => (
            LogLevel::Warning,
            format!(
                " {} could not be saved: they contradict a lead, or the board refused them.",
                refused.len()
            ),
        ),
    };
    jobs::log(tx, case.job.id, level, &format!("The best {saved} are on the board.{rest}"), None).await?;
    Ok(true)
}

async fn complete(tx: &mut Tx, case: &Case<'_>, count: usize) -> Result<Standing> {
    let qualified = i32::try_from(count).unwrap_or(i32::MAX);
    jobs::progress(tx, case.job.id, Progress { qualified, ..Progress::default() }).await?;
    let line = format!("{count} people are ranked.");
    jobs::log(tx, case.job.id, LogLevel::Info, &line, None).await?;
    jobs::complete(tx, case.job.id, Some(line)).await
}
