//! An import is undone: leads it made go, leads it changed are as they were, unless somebody changed them since.

use super::change::{expect, idle, save, work};
use crate::{
    imports::{state::Step, work::Phase},
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, state, tx::Tx},
};
use entity::{ids::ImportId, import::Model};

/// Begins the work; the import is REVERTED when it is done.
pub async fn revert(app: &App, scope: &Scope, id: ImportId, version: Option<i32>) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = idle(&mut tx, id).await?;
    let me = scope.actor().columns().1;
    if me.is_none() || was.created_by != me {
        // Somebody else's leads are deleted.
        scope.require(Permission::DeleteLeads)?;
    }
    expect(&was, version)?;
    state::decide(was.status, Step::Revert)?;
    let touched = was.counts.created + was.counts.updated + was.counts.unchanged;
    let job = work(&mut tx, &was, Phase::Revert, Some(touched)).await?;
    // From behind the last row: what was done last is undone first. What an undoing that was stopped did is done, and stays
    // counted.
    let revert = Some(was.revert.clone().unwrap_or_default());
    let is = Model { revert, at_line: i64::MAX, ..job };
    let is = save(&mut tx, &was, is).await?;
    tx.commit().await?;
    Ok(is)
}
