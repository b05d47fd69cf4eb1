//! What the slices of a job's tasks ask: may I go on, how do I stand aside, am I the last?

use super::{log::log_cut_off, state::Standing, step::locked};
use crate::kernel::{
    error::Result,
    provider::call,
    queue::{Ended, Failure, Slice, of_job},
    tx::Tx,
};
use entity::{
    ids::{BackgroundTaskId, JobId},
    job,
};

/// Whether a slice may work now.
#[derive(Debug)]
pub enum Turn {
    Go(Box<job::Model>),
    /// End the slice by [`step_aside`].
    Stop(Standing),
}

/// The first thing a slice of a job does: what its task left open when it was cut off becomes UNKNOWN and is named in the
/// log; then as [`may_go_on`].
pub async fn enter(slice: &Slice, id: JobId) -> Result<Turn> {
    if call::is_left_open(slice.app(), slice.scope(), slice.task()).await? {
        let mut tx = slice.begin().await?;
        for cut_off in call::cut_off(&mut tx, slice.task()).await? {
            log_cut_off(&mut tx, id, &cut_off).await?;
        }
        tx.commit().await?;
    }
    may_go_on(slice, id).await
}

/// Asked before each provider call and at each slice's end.
pub async fn may_go_on(slice: &Slice, id: JobId) -> Result<Turn> {
    let job = slice.scope().get::<job::Entity>(id, &slice.scope().read(slice.app())).await?;
    Ok(match job.status.into() {
        Standing::Running => Turn::Go(Box::new(job)),
        standing => Turn::Stop(standing),
    })
}

/// Ends the slice of a job that is not running, with what `tx` holds: parked while the job is paused, done when it is over.
/// A job that went on meanwhile finds its task queued.
pub async fn step_aside(slice: &Slice, tx: Tx, id: JobId) -> Result<Ended, Failure> {
    // Under the lock, or a resume between looking and parking would not find us parked.
    match locked(&tx, id).await?.status.into() {
        Standing::Running => slice.again(tx, None).await,
        Standing::Paused => slice.park(tx).await,
        Standing::Over => slice.done(tx).await,
    }
}

/// Is nobody else left of the job's tasks of these `kinds` (none named: of any kind)? Tasks that finish at the same time ask
/// one after the other, so exactly one of them hears yes. Tasks booked in this transaction do not count yet.
/// `except`: the asking slice's task; in `give_up`, `None`.
pub async fn is_last(tx: &Tx, id: JobId, kinds: &[&str], except: Option<BackgroundTaskId>) -> Result<bool> {
    locked(tx, id).await?;
    Ok(of_job::live(tx, id, kinds, except).await? == 0)
}
