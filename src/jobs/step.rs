//! Takes one step of a job's life: status, times, tasks and the fact, together; under the lock of its row, which whoever
//! changes a job takes first, before its tasks' rows.

use super::{
    events::{Happening, JobFact, JobRetried, happening},
    log::log_cut_off,
    state::Step,
};
use crate::kernel::{error::Result, events::FieldChange, provider::call, queue::of_job, state, tx::Tx};
use entity::{
    ids::JobId,
    job::{ActiveModel, Column, Entity, JobDesired, JobStatus, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Moves a locked job; refused when its status does not allow the step. `change` holds what else is written.
pub(super) async fn take(tx: &mut Tx, row: &Model, step: Step, change: ActiveModel) -> Result<Model> {
    let to = state::step::<Entity, _>(tx, row.id, Column::Status, row.status, step).await?;
    let moved = save(tx, row, times(tx, row, to, change)).await?;
    let moved = tasks(tx, moved, step).await?;
    tell(tx, row, &moved, step).await?;
    Ok(moved)
}

fn times(tx: &Tx, row: &Model, to: JobStatus, change: ActiveModel) -> ActiveModel {
    let now = tx.now();
    let ran = row.running_since.map_or(0, |since| Ord::max((now - since).num_milliseconds(), 0));
    let is_over = matches!(to, JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled);
    let desired = match to {
        JobStatus::Paused => JobDesired::Pause,
        JobStatus::Cancelled => JobDesired::Cancel,
        _ => JobDesired::Run,
    };
    ActiveModel {
        status: Set(to),
        desired: Set(desired),
        started_at: Set(row.started_at.or((to == JobStatus::Running).then_some(now))),
        running_since: Set((to == JobStatus::Running).then_some(now)),
        finished_at: Set(is_over.then_some(now)),
        duration_ms: Set(row
            .running_since
            .map_or(row.duration_ms, |_| Some(row.duration_ms.unwrap_or(0) + ran))),
        ..change
    }
}

/// What a step means for the tasks that wait. Those at work see the status before their next provider call. Returns the job
/// as it is then.
async fn tasks(tx: &mut Tx, job: Model, step: Step) -> Result<Model> {
    match step {
        Step::Pause => of_job::hold(tx, job.id).await?,
        Step::Resume => of_job::wake(tx, job.id).await?,
        Step::Cancel | Step::Fail | Step::Complete => {
            of_job::cancel(tx, job.id).await?;
            let cut_offs = call::cut_off_job(tx, job.id).await?;
            for cut_off in &cut_offs {
                log_cut_off(tx, job.id, cut_off).await?;
            }
            if !cut_offs.is_empty() {
                // They cost the job something, and its log has grown.
                return locked(tx, job.id).await;
            }
        }
        Step::Start | Step::Retry => {}
    }
    Ok(job)
}

async fn tell(tx: &mut Tx, was: &Model, is: &Model, step: Step) -> Result<()> {
    let changes = vec![FieldChange::shown("status", was.status, is.status)];
    match step {
        Step::Start => state_fact::<happening::Started>(tx, is, changes).await,
        Step::Pause => state_fact::<happening::Paused>(tx, is, changes).await,
        Step::Resume => state_fact::<happening::Resumed>(tx, is, changes).await,
        Step::Cancel => state_fact::<happening::Cancelled>(tx, is, changes).await,
        Step::Complete => state_fact::<happening::Completed>(tx, is, changes).await,
        Step::Fail => state_fact::<happening::Failed>(tx, is, changes).await,
        Step::Retry => tx.emit(&JobRetried::of(is, changes).after(was.status)).await,
    }
}

/// States one fact about the job as it is now.
pub(super) async fn state_fact<H: Happening>(
    tx: &mut Tx,
    job: &Model,
    changes: Vec<FieldChange>,
) -> Result<()> {
    tx.emit(&JobFact::<H>::of(job, changes)).await
}

/// The job, held until the transaction ends. Rows that point to it may still be written by others.
pub(super) async fn locked(tx: &Tx, id: JobId) -> Result<Model> {
    tx.hold::<Entity>(id).await
}

/// Writes `change` to the held row and raises its version.
pub(super) async fn save(tx: &Tx, row: &Model, change: ActiveModel) -> Result<Model> {
    let change = ActiveModel {
        id: Unchanged(row.id),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..change
    };
    Ok(change.update(tx).await?)
}
