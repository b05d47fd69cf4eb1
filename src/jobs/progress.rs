//! How far a job is: counts are added up, the percentage never goes back, events come at most twice a second.

use super::{
    events::happening,
    step::{locked, save, state_fact},
};
use crate::kernel::{error::Result, events::FieldChange, tx::Tx};
use chrono::TimeDelta;
use entity::{
    ids::{FileId, JobId},
    job::{self, ActiveModel},
};
use sea_orm::{ColumnTrait, QueryFilter, Set, sea_query::Expr};
use serde::{Serialize, de::DeserializeOwned};

/// Between two progress events of a job.
const QUIET: TimeDelta = TimeDelta::milliseconds(500);

/// What got done. Numbers are added to the job's own, unless said otherwise. What it cost is added where calls are settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done now, for people; no personal values. Replaces the old one.
    pub note: Option<String>,
    /// 0 to 99, as a whole; without it, `processed` of `total` says.
    pub percent: Option<i32>,
    /// How many items there are, as a whole.
    pub total: Option<i32>,
    pub processed: i32,
    pub qualified: i32,
    pub failed: i32,
    /// Items not kept, by reason.
    pub rejected: Vec<(String, u32)>,
}

/// Adds to the job's counts. Late in a transaction: the job's row stays locked to its end. Nothing to add: only locked
/// and read.
pub async fn progress(tx: &mut Tx, id: JobId, done: Progress) -> Result<job::Model> {
    let was = locked(tx, id).await?;
    if done == Progress::default() {
        return Ok(was);
    }
    let is_told = was.progress_told_at.is_none_or(|told| tx.now() - told >= QUIET);
    let mut change = added(&was, done);
    if is_told {
        change.progress_told_at = Set(Some(tx.now()));
    }
    let is = save(tx, &was, change).await?;
    if is_told {
        state_fact::<happening::Progressed>(tx, &is, differences(&was, &is)).await?;
    }
    Ok(is)
}

fn added(was: &job::Model, done: Progress) -> ActiveModel {
    let total = done.total.or(was.total);
    let processed = was.processed.saturating_add(done.processed);
    let counted = total.filter(|total| *total > 0).map(|total| percent_of(processed, total));
    let percent =
        done.percent.or(counted).unwrap_or(was.progress).clamp(was.progress, Ord::max(99, was.progress));
    let mut reasons = was.rejected_reasons.clone();
    let mut rejected = was.rejected;
    for (reason, count) in done.rejected {
        rejected = rejected.saturating_add(i32::try_from(count).unwrap_or(i32::MAX));
        *reasons.0.entry(reason).or_default() += count;
    }
    ActiveModel {
        progress: Set(percent),
        progress_note: Set(done.note.or_else(|| was.progress_note.clone())),
        total: Set(total),
        processed: Set(processed),
        qualified: Set(was.qualified.saturating_add(done.qualified)),
        failed: Set(was.failed.saturating_add(done.failed)),
        rejected: Set(rejected),
        rejected_reasons: Set(reasons),
        ..Default::default()
    }
}

fn percent_of(done: i32, total: i32) -> i32 {
    i32::try_from(i64::from(done) * 100 / i64::from(total)).unwrap_or(99)
}

pub(super) fn differences(was: &job::Model, is: &job::Model) -> Vec<FieldChange> {
    let mut all = vec![];
    let mut note = |field: &str, from: i64, to: i64| {
        if from != to {
            all.push(FieldChange::shown(field, from, to));
        }
    };
    note("progress", was.progress.into(), is.progress.into());
    note("processed", was.processed.into(), is.processed.into());
    note("qualified", was.qualified.into(), is.qualified.into());
    note("rejected", was.rejected.into(), is.rejected.into());
    note("failed", was.failed.into(), is.failed.into());
    all
}

/// Where to go on after a stop. Written with the effects it stands for.
pub async fn checkpoint(tx: &Tx, id: JobId, at: &impl Serialize) -> Result<()> {
    let write = tx
        .update::<job::Entity>()
        .col_expr(job::Column::Checkpoint, Expr::val(serde_json::to_value(at)?))
        .col_expr(job::Column::UpdatedAt, Expr::val(tx.now()));
    write.filter(job::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Names the file that came out, in the transaction that finishes it: late, because the job's row stays locked to its end.
pub async fn set_result_file(tx: &Tx, id: JobId, file: FileId) -> Result<()> {
    set_file(tx, id, job::Column::ResultFileId, file).await
}

/// Names the file that came in.
pub async fn set_raw_data_file(tx: &Tx, id: JobId, file: FileId) -> Result<()> {
    set_file(tx, id, job::Column::RawDataFileId, file).await
}

async fn set_file(tx: &Tx, id: JobId, column: job::Column, file: FileId) -> Result<()> {
    let write = tx.update::<job::Entity>().col_expr(column, Expr::val(file));
    let write = write.col_expr(job::Column::UpdatedAt, Expr::val(tx.now()));
    write.filter(job::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// The job's checkpoint; `None` when there is none, or an older version wrote it in another shape.
#[must_use]
pub fn checkpoint_of<T: DeserializeOwned>(job: &job::Model) -> Option<T> {
    serde_json::from_value(job.checkpoint.clone()?).ok()
}
