//! One more column.

use super::{
    NewStage, checked, insert, ordered,
    place::{StagePlace, gap, resolve},
};
use crate::{
    crm::events::boards::{PipelineStageCreated, StageRef},
    kernel::{
        app::App,
        check::Problems,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::PipelineId,
    pipeline::{self},
    pipeline_stage::Model,
};

/// Adds a column to a board: beside another, or at the right end.
pub async fn create(
    app: &App,
    scope: &Scope,
    pipeline: PipelineId,
    new: NewStage,
    place: Option<StagePlace>,
) -> Result<Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let pipeline = tx.hold::<pipeline::Entity>(pipeline).await?;
    resolve(&tx, place).await?;
    let stages = ordered(scope, &[pipeline.id], &tx).await?;
    let gap = gap(&stages, place)?;
    let keys: Vec<String> = stages.into_iter().map(|stage| stage.key).collect();
    let key = new.key.clone();
    let mut problems = Problems::default();
    let new = checked("", vec![new], &keys, &mut problems);
    problems.finish()?;
    if let Some(key) = key.filter(|key| keys.contains(key)) {
        return Err(Error::conflict(format!("This pipeline has a stage with the key `{key}` already.")));
    }
    let row = insert(&tx, pipeline.id, gap, new).await?.pop().ok_or_else(|| Error::bug("one stage"))?;
    tx.emit(&PipelineStageCreated { of: StageRef { stage: row.id, board: (&pipeline).into() } }).await?;
    tx.commit().await?;
    Ok(row)
}
