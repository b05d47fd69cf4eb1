//! What a person does to a job: start, pause, resume, cancel, retry.

use super::{
    events::JobRetried,
    state::Step,
    step::{locked, take},
};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    queue::{BackgroundTask, Ended, Failure, Slice, of_job},
    scope::Scope,
    state,
    tx::Tx,
};
use entity::{
    ids::JobId,
    job::{self, ActiveModel, JobStatus},
};
use sea_orm::Set;
use serde::{Deserialize, Serialize};

/// PENDING to RUNNING: its first task is booked.
pub async fn start(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    act(app, scope, id, Step::Start).await
}

/// RUNNING to PAUSED. No new provider call starts; one in flight is awaited and recorded.
pub async fn pause(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    act(app, scope, id, Step::Pause).await
}

/// PAUSED to RUNNING: parked tasks go on where they stood.
pub async fn resume(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    act(app, scope, id, Step::Resume).await
}

/// Stops the job for good; what was found so far stays.
pub async fn cancel(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    act(app, scope, id, Step::Cancel).await
}

/// [`cancel`] for another domain, inside its own command, which has asked for its own permission.
pub async fn cancel_in(tx: &mut Tx, id: JobId) -> Result<job::Model> {
    let job = locked(tx, id).await?;
    take(tx, &job, Step::Cancel, ActiveModel::default()).await
}

/// [`cancel_in`] for a job that may end by itself before it is held: one that is over stays as it is.
pub(super) async fn cancel_unless_over(tx: &mut Tx, id: JobId) -> Result<()> {
    let job = locked(tx, id).await?;
    if matches!(job.status, JobStatus::Pending | JobStatus::Running | JobStatus::Paused) {
        take(tx, &job, Step::Cancel, ActiveModel::default()).await?;
    }
    Ok(())
}

/// FAILED or CANCELLED to PENDING; it starts by itself as soon as a worker is free, from its checkpoint.
pub async fn retry(app: &App, scope: &Scope, id: JobId) -> Result<job::Model> {
    act(app, scope, id, Step::Retry).await
}

async fn act(app: &App, scope: &Scope, id: JobId, step: Step) -> Result<job::Model> {
    require(scope)?;
    let mut tx = Tx::begin(app, scope).await?;
    let job = locked(&tx, id).await?;
    require_for(scope, &job)?;
    let mut change = ActiveModel::default();
    if step == Step::Retry {
        state::decide(job.status, step)?;
        settled(&tx, &job).await?;
        change.progress_told_at = Set(None);
    }
    let job = take(&mut tx, &job, step, change).await?;
    tx.commit().await?;
    Ok(job)
}

/// A task of the earlier run that is still at work would run on beside the new ones.
async fn settled(tx: &Tx, job: &job::Model) -> Result<()> {
    if of_job::is_at_work(tx, job.id).await? {
        return Err(Error::conflict_with_hint(
            "This job is still being wound up.",
            "Retry it in a few seconds.",
        ));
    }
    Ok(())
}

/// May the caller steer jobs at all?
pub(super) fn require(scope: &Scope) -> Result<()> {
    if scope.allows(Permission::ControlAllJobs) {
        return Ok(());
    }
    scope.require(Permission::ControlOwnJobs)
}

/// May the caller steer this job? One's own, or with the permission any.
#[must_use]
pub fn may_steer(scope: &Scope, job: &job::Model) -> bool {
    let me = scope.actor().columns().1;
    (me.is_some() && job.requested_by == me) || scope.allows(Permission::ControlAllJobs)
}

/// Refuses whoever [may not steer](may_steer) this job. For another domain before [`cancel_in`], too.
pub fn require_for(scope: &Scope, job: &job::Model) -> Result<()> {
    if may_steer(scope, job) { Ok(()) } else { scope.require(Permission::ControlAllJobs) }
}

/// Starts a job that is still PENDING.
#[derive(Debug, Serialize, Deserialize)]
pub struct StartJob {
    job: JobId,
}

impl StartJob {
    pub fn after_retry(fact: JobRetried) -> Option<Self> {
        Some(Self { job: fact.job })
    }
}

impl BackgroundTask for StartJob {
    const KIND: &'static str = "jobs.start";
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let mut tx = slice.begin().await?;
        let job = locked(&tx, self.job).await?;
        if job.status == JobStatus::Pending {
            take(&mut tx, &job, Step::Start, ActiveModel::default()).await?;
        }
        slice.done(tx).await
    }
}
