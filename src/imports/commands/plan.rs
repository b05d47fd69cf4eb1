//! What would happen, row by row; nothing is written but the plan.

use super::change::{expect, forget_met, idle, save, work};
use crate::{
    imports::{state::Step, work::Phase},
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, state, tx::Tx},
};
use entity::{ids::ImportId, import::Model};

/// Begins a plan; the import is PLANNED when it is made.
pub async fn plan(app: &App, scope: &Scope, id: ImportId, version: Option<i32>) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = idle(&mut tx, id).await?;
    expect(&was, version)?;
    state::decide(was.status, Step::Plan)?;
    forget_met(&tx, id).await?;
    let is = Model { plan: None, planned_at: None, ..work(&mut tx, &was, Phase::Plan, None).await? };
    let is = save(&mut tx, &was, is).await?;
    tx.commit().await?;
    Ok(is)
}
