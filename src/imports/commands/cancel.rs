//! An import is stopped. What it brought until then stays, until it is undone.

use super::change::{save, take};
use crate::{
    imports::state::Step,
    jobs,
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, state, tx::Tx},
};
use entity::{
    ids::ImportId,
    import::{Entity, ImportStatus, Model},
    job::{self, JobStatus},
};

pub async fn cancel(app: &App, scope: &Scope, id: ImportId) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    // The job is locked before the import, as those do who work on it.
    let seen = scope.get::<Entity>(id, &tx).await?;
    state::decide(seen.status, Step::Cancel)?;
    if let Some(id) = seen.job_id {
        let job = scope.get::<job::Entity>(id, &tx).await?;
        if matches!(job.status, JobStatus::Pending | JobStatus::Running | JobStatus::Paused) {
            // An import that is being applied follows its job.
            jobs::cancel_in(&mut tx, id).await?;
        }
    }
    let was = tx.hold::<Entity>(id).await?;
    let is = match was.status {
        ImportStatus::Cancelled => was,
        _ => {
            let is = Model { status: take(&tx, &was, Step::Cancel).await?, ..was.clone() };
            save(&mut tx, &was, is).await?
        }
    };
    tx.commit().await?;
    Ok(is)
}
