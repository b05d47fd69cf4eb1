//! Columns of boards: their order, what they mean, how many cards they take.

mod create;
mod delete;
mod new;
mod place;
mod update;

pub use create::create;
pub use delete::delete;
pub use new::NewStage;
pub use place::{StagePlace, shift};
pub use update::{StagePatch, update};

pub(in crate::crm) use new::{checked, insert};

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{PipelineId, PipelineStageId},
    pipeline,
    pipeline_stage::{self, Column, Model},
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// The columns of each of these boards, left to right.
pub async fn of_pipelines(
    app: &App,
    scope: &Scope,
    pipelines: &[PipelineId],
) -> Result<HashMap<PipelineId, Vec<Model>>> {
    scope.require(Permission::Read)?;
    let mut found: HashMap<PipelineId, Vec<Model>> = HashMap::new();
    for row in ordered(scope, pipelines, &scope.read(app)).await? {
        found.entry(row.pipeline_id).or_default().push(row);
    }
    Ok(found)
}

/// The columns of these boards, each board's left to right.
pub(in crate::crm) async fn ordered(
    scope: &Scope,
    pipelines: &[PipelineId],
    c: &impl ConnectionTrait,
) -> Result<Vec<Model>> {
    let rows =
        scope.find::<pipeline_stage::Entity>().filter(Column::PipelineId.is_in(pipelines.iter().copied()));
    Ok(rows.order_by_asc(Column::Position).order_by_asc(Column::Id).all(c).await?)
}

/// A column from outside with its board, both as nobody else changes them before this commits.
async fn hold(tx: &Tx, id: PipelineStageId) -> Result<(pipeline::Model, Model)> {
    let stage = tx.scope().get::<pipeline_stage::Entity>(id, tx).await?;
    let pipeline = tx.hold::<pipeline::Entity>(stage.pipeline_id).await?;
    Ok((pipeline, tx.scope().get::<pipeline_stage::Entity>(id, tx).await?))
}

/// The one of a board's columns that the id names.
fn of_board<'a>(all: &'a [Model], path: &str, id: PipelineStageId) -> Result<&'a Model> {
    let found = all.iter().find(|stage| stage.id == id);
    found.ok_or_else(|| Error::invalid(path, "a stage of the same pipeline"))
}
