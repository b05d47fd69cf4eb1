//! An import is stopped. What it brought until then stays, until it is undone.

use super::change::{at_work, forget_met, save, take};
use crate::{
    imports::state::Step,
    jobs,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        state,
        tx::Tx,
    },
};
use entity::{
    ids::ImportId,
    import::{Entity, ImportStatus, Model},
};

/// While a job is at work on it: whoever may steer that.
pub async fn cancel(app: &App, scope: &Scope, id: ImportId) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    // The job is locked before the import, as those do who work on it.
    let seen = scope.get::<Entity>(id, &tx).await?;
    state::decide(seen.status, Step::Cancel)?;
    if let Some(job) = at_work(&tx, &seen).await? {
        jobs::require_for(scope, &job)?;
        // An import that is being applied follows its job.
        jobs::cancel_in(&mut tx, job.id).await?;
    }
    let was = tx.hold::<Entity>(id).await?;
    if at_work(&tx, &was).await?.is_some() {
        // Begun since it was seen: that job would go on beside an import that is over.
        return Err(Error::conflict_with_hint(
            "Work on this import began just now.",
            "Look at it again; what is at work now can be stopped, too.",
        ));
    }
    let is = match was.status {
        ImportStatus::Cancelled => was,
        _ => {
            forget_met(&tx, id).await?;
            let is = Model { status: take(&tx, &was, Step::Cancel).await?, ..was.clone() };
            save(&mut tx, &was, is).await?
        }
    };
    tx.commit().await?;
    Ok(is)
}
