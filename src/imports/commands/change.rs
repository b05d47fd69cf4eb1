//! How an import's row changes: held, written where it differs, told.

use crate::{
    imports::{
        events::{ImportRef, ImportUpdated},
        state::Step,
        work::{Config, Phase},
    },
    jobs::{self, NewJob},
    kernel::{
        change,
        error::{Error, Result},
        state,
        tx::Tx,
    },
};
use entity::{
    ids::ImportId,
    import::{Column, Entity, ImportStatus, Model},
    import_keys::{Column as K, Entity as Keys},
    job::{self, JobKind, JobStatus},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Holds an import that no job is at work on.
pub(super) async fn idle(tx: &mut Tx, id: ImportId) -> Result<Model> {
    // Jobs are locked before imports, as those do who work on them.
    let seen = tx.scope().get::<Entity>(id, tx).await?;
    if let Some(job) = at_work(tx, &seen).await?
        && Config::of(&job)?.phase == Phase::Suggest
        && jobs::may_steer(tx.scope(), &job)
    {
        // Whoever says it need not wait for a suggestion; unless it is somebody else's.
        jobs::cancel_in(tx, job.id).await?;
    }
    let row = tx.hold::<Entity>(id).await?;
    let Some(job) = at_work(tx, &row).await? else { return Ok(row) };
    let hint = match jobs::may_steer(tx.scope(), &job) {
        true => "Follow `importProgress`, or stop it with `importCancel`.",
        false => "Somebody else began that: follow `importProgress`, and try again when it is done.",
    };
    Err(Error::conflict_with_hint("This import is being worked on.", hint))
}

/// The job that is at work on it.
pub(super) async fn at_work(tx: &Tx, row: &Model) -> Result<Option<job::Model>> {
    let Some(job) = row.job_id else { return Ok(None) };
    let job = tx.scope().get::<job::Entity>(job, tx).await?;
    let is_open = matches!(job.status, JobStatus::Pending | JobStatus::Running | JobStatus::Paused);
    Ok(is_open.then_some(job))
}

/// Takes a step of the status; what follows from it is written by [`save`].
pub(in crate::imports) async fn take(tx: &Tx, row: &Model, step: Step) -> Result<ImportStatus> {
    state::step::<Entity, ImportStatus>(tx, row.id, Column::Status, row.status, step).await
}

/// Writes what differs, raises the version, states the fact.
pub(in crate::imports) async fn save(tx: &mut Tx, was: &Model, is: Model) -> Result<Model> {
    let is = Model { version: was.version + 1, updated_at: tx.now(), ..is };
    // The step was written by comparing and setting.
    let stored = Model { status: is.status, ..was.clone() };
    change::write::<Entity>(tx, &stored, &is).await?;
    tx.emit(&ImportUpdated { of: ImportRef::from(&is), from: was.status, made_by: is.created_by }).await?;
    Ok(is)
}

/// A job that works on the import from the first row on.
pub(super) async fn work(tx: &mut Tx, row: &Model, phase: Phase, total: Option<i64>) -> Result<Model> {
    let new = NewJob {
        workspace: Some(row.workspace_id),
        campaign: row.campaign_id,
        config: phase.config(row.id)?,
        total: total.and_then(|total| i32::try_from(total).ok()),
        ..NewJob::of(JobKind::Import)
    };
    let job = jobs::create(tx, new).await?;
    Ok(Model {
        job_id: Some(job.id),
        at_offset: row.data_offset,
        at_line: row.data_line,
        error: None,
        ..row.clone()
    })
}

/// Forgets whom a plan met: it is made from the first row on, or never.
pub(super) async fn forget_met(tx: &Tx, id: ImportId) -> Result<()> {
    tx.delete::<Keys>().filter(K::ImportId.eq(id)).exec(tx).await?;
    Ok(())
}

/// Refuses when it has another version by now.
pub(super) fn expect(row: &Model, version: Option<i32>) -> Result<()> {
    crate::kernel::check::version("import", version, row.version)
}
