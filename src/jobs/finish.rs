//! How the work on a job ends by itself.

use super::{
    log::log,
    state::{Standing, Step},
    step::{locked, take},
};
use crate::kernel::{error::Result, tx::Tx};
use entity::{
    ids::JobId,
    job::{self, ActiveModel, JobStatus},
    job_log::LogLevel,
};
use sea_orm::Set;

/// Completes the job if it is running. Otherwise nothing is changed and the answer says how it stands: end the slice by
/// [`super::step_aside`], and come here again when it goes on.
pub async fn complete(tx: &mut Tx, id: JobId, note: Option<String>) -> Result<Standing> {
    let job = locked(tx, id).await?;
    let standing = Standing::from(job.status);
    if standing == Standing::Running {
        let note = note.or_else(|| job.progress_note.clone());
        let change = ActiveModel { progress: Set(100), progress_note: Set(note), ..Default::default() };
        take(tx, &job, Step::Complete, change).await?;
    }
    Ok(standing)
}

/// Gives the job up for `reason` (for people; no personal values), and its other tasks with it.
/// One that is over stays as it is; one that is paused goes on to fail.
pub async fn fail(tx: &mut Tx, id: JobId, reason: &str) -> Result<()> {
    let mut job = locked(tx, id).await?;
    if job.status == JobStatus::Paused {
        job = take(tx, &job, Step::Resume, ActiveModel::default()).await?;
    }
    if job.status != JobStatus::Running {
        return Ok(());
    }
    log(tx, id, LogLevel::Error, reason, None).await?;
    let job: job::Model = locked(tx, id).await?;
    take(tx, &job, Step::Fail, ActiveModel::default()).await?;
    Ok(())
}
