//! How a scraping job ends: at the end of its list, before it and saying so, or given up.

use super::{
    place::{Place, Plan},
    raw,
};
use crate::{
    jobs,
    kernel::{
        error::Result,
        queue::{Ended, Failure, Slice},
    },
};
use entity::{job, job_log::LogLevel};

/// Everything was read that is to be read. A list that goes on is not one that was read to its end: that is a warning.
pub(super) async fn finish(slice: &Slice, job: &job::Model, plan: &Plan) -> Result<Ended, Failure> {
    let raw = raw::kept(slice, &plan.place).await?;
    let mut tx = slice.begin().await?;
    if let Some(raw) = raw {
        raw::finish(&tx, job, raw).await?;
    }
    let note = format!("{} people read: {} kept, {} left out", job.processed, job.qualified, job.rejected);
    let (note, level) = match plan.stopped() {
        Some(stopped) => (format!("{note}; {stopped}; there is more"), LogLevel::Warning),
        None => (note, LogLevel::Info),
    };
    jobs::log(&mut tx, job.id, level, &format!("{note}."), None).await?;
    if jobs::complete(&mut tx, job.id, Some(note)).await? != jobs::Standing::Running {
        return jobs::step_aside(slice, tx, job.id).await;
    }
    slice.done(tx).await
}

/// The job fails; it keeps what it has, and its patience is new when it is tried again.
pub(super) async fn give_up(slice: &Slice, job: &job::Model, why: &str) -> Result<Ended, Failure> {
    let mut tx = slice.begin().await?;
    let place = Plan::of(job)?.place;
    jobs::checkpoint(&tx, job.id, &Place { failures: 0, waits: 0, ..place }).await?;
    jobs::fail(&mut tx, job.id, why).await?;
    slice.done(tx).await
}
