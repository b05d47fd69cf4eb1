//! The order of a board's columns.

use super::{hold, of_board, ordered};
use crate::{
    crm::events::boards::{PipelineStageMoved, StageRef},
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        position,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::PipelineStageId,
    pipeline_stage::{self, Column, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Beside which column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StagePlace {
    Before(PipelineStageId),
    After(PipelineStageId),
}

/// Moves a column beside another, which must be named. Cards stay in it.
pub async fn shift(
    app: &App,
    scope: &Scope,
    id: PipelineStageId,
    place: Option<StagePlace>,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (pipeline, mut stage) = hold(&tx, id).await?;
    resolve(&tx, place).await?;
    let Some(place) = place else {
        return Err(Error::invalid("after", "a stage to go right of; or `before`, one to go left of"));
    };
    check::version("pipeline stage", expected_version, stage.version)?;
    let others = ordered(scope, &[pipeline.id], &tx).await?;
    if matches!(place, StagePlace::Before(beside) | StagePlace::After(beside) if beside == id) {
        return Err(Error::invalid(path(place), "another stage than the one that moves"));
    }
    let others: Vec<Model> = others.into_iter().filter(|other| other.id != id).collect();
    let (last, next) = gap(&others, Some(place))?;
    stage.position = position::between(last.as_deref(), next.as_deref())?;
    (stage.version, stage.updated_at) = (stage.version + 1, tx.now());
    tx.update::<pipeline_stage::Entity>()
        .col_expr(Column::Position, Expr::val(stage.position.clone()))
        .col_expr(Column::Version, Expr::val(stage.version))
        .col_expr(Column::UpdatedAt, Expr::val(stage.updated_at))
        .filter(Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.emit(&PipelineStageMoved { of: StageRef { stage: id, board: (&pipeline).into() } }).await?;
    tx.commit().await?;
    Ok(stage)
}

/// The column that a place is beside is there to be seen; whether it is of the same board is another question.
pub(super) async fn resolve(tx: &Tx, place: Option<StagePlace>) -> Result<()> {
    if let Some(StagePlace::Before(beside) | StagePlace::After(beside)) = place {
        tx.scope().get::<pipeline_stage::Entity>(beside, tx).await?;
    }
    Ok(())
}

/// The places around a place among these columns, which are in order; the end when none is named.
pub(super) fn gap(stages: &[Model], place: Option<StagePlace>) -> Result<(Option<String>, Option<String>)> {
    let at = |beside: PipelineStageId, path: &str| {
        of_board(stages, path, beside)?;
        Ok::<_, Error>(stages.iter().position(|stage| stage.id == beside).unwrap_or_default())
    };
    let next = match place {
        None => stages.len(),
        Some(place @ StagePlace::Before(beside)) => at(beside, path(place))?,
        Some(place @ StagePlace::After(beside)) => at(beside, path(place))? + 1,
    };
    let position = |at: usize| stages.get(at).map(|stage| stage.position.clone());
    Ok((next.checked_sub(1).and_then(position), position(next)))
}

fn path(place: StagePlace) -> &'static str {
    match place {
        StagePlace::Before(_) => "before",
        StagePlace::After(_) => "after",
    }
}
