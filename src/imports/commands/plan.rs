//! What would happen, row by row; nothing is written but the plan.

use super::change::{expect, idle, save, work};
use crate::{
    imports::{state::Step, work::Phase},
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, state, tx::Tx},
};
use entity::{
    ids::ImportId,
    import::Model,
    import_keys::{Column as K, Entity as Keys},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Begins a plan; the import is PLANNED when it is made.
pub async fn plan(app: &App, scope: &Scope, id: ImportId, version: Option<i32>) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = idle(&mut tx, id).await?;
    expect(&was, version)?;
    state::decide(was.status, Step::Plan)?;
    tx.delete::<Keys>().filter(K::ImportId.eq(id)).exec(&tx).await?;
    let is = Model { plan: None, planned_at: None, ..work(&mut tx, &was, Phase::Plan, None).await? };
    let is = save(&mut tx, &was, is).await?;
    tx.commit().await?;
    Ok(is)
}
