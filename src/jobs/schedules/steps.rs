//! Standing still, going on, and being deleted.

use super::{
    cron::Clock,
    edit::waits_from,
    events::{ScheduleDeleted, SchedulePaused, ScheduleResumed},
    list::held,
};
use crate::kernel::{
    app::App,
    change, check,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::ScheduleId,
    schedule::{Entity, Model},
};

/// No slot is fired any more. A job that runs goes on.
pub async fn pause(app: &App, scope: &Scope, id: ScheduleId, expected_version: Option<i32>) -> Result<Model> {
    let (mut tx, was) = open(app, scope, id, expected_version).await?;
    if was.paused_at.is_some() {
        return Err(Error::conflict_with_hint("This schedule is paused already.", "scheduleResume"));
    }
    let row = stand_still(&mut tx, &was, None).await?;
    tx.commit().await?;
    Ok(row)
}

/// The next slot is the first after now; what passed meanwhile is not made up for. One that was paused by itself goes on with
/// the rights of whoever lets it go on.
pub async fn resume(
    app: &App,
    scope: &Scope,
    id: ScheduleId,
    expected_version: Option<i32>,
) -> Result<Model> {
    let (mut tx, was) = open(app, scope, id, expected_version).await?;
    if was.paused_at.is_none() {
        return Err(Error::conflict_with_hint("This schedule is not paused.", "schedulePause"));
    }
    let clock = Clock::stored(&was.cron, &was.time_zone).ok_or_else(|| Error::bug("a stored cron line"))?;
    let mut row = next(&tx, &was);
    row.next_run_at = clock.next(waits_from(&tx, &was));
    row.paused_at = None;
    if row.paused_because.take().is_some() {
        row.created_by = scope.actor().columns().1;
    }
    change::write::<Entity>(&tx, &was, &row).await?;
    tx.emit(&ScheduleResumed { of: (&row).into() }).await?;
    tx.commit().await?;
    Ok(row)
}

/// It is gone; its jobs stay.
pub async fn delete(app: &App, scope: &Scope, id: ScheduleId, expected_version: Option<i32>) -> Result<()> {
    let (mut tx, was) = open(app, scope, id, expected_version).await?;
    let row = Model { next_run_at: None, deleted_at: Some(tx.now()), ..next(&tx, &was) };
    change::write::<Entity>(&tx, &was, &row).await?;
    tx.emit(&ScheduleDeleted { of: (&row).into() }).await?;
    tx.commit().await
}

/// Pauses a held schedule; `because`: no person did.
pub(super) async fn stand_still(tx: &mut Tx, was: &Model, because: Option<String>) -> Result<Model> {
    let by_itself = because.is_some();
    let row =
        Model { next_run_at: None, paused_at: Some(tx.now()), paused_because: because, ..next(tx, was) };
    change::write::<Entity>(tx, was, &row).await?;
    tx.emit(&SchedulePaused { of: (&row).into(), by_itself }).await?;
    Ok(row)
}

async fn open(
    app: &App,
    scope: &Scope,
    id: ScheduleId,
    expected_version: Option<i32>,
) -> Result<(Tx, Model)> {
    scope.require(Permission::ManageDataSources)?;
    let tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("schedule", expected_version, was.version)?;
    Ok((tx, was))
}

fn next(tx: &Tx, was: &Model) -> Model {
    Model { version: was.version + 1, updated_at: tx.now(), ..was.clone() }
}
