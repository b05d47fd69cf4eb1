//! Changing a column's own fields. Its key stays: programs know it by that.

use super::{
    hold,
    new::{NAME, wip_limit},
};
use crate::{
    crm::{
        cards,
        events::boards::{PipelineStageUpdated, StageRef},
    },
    kernel::{
        app::App,
        change,
        check::{self, Problems},
        error::Result,
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::PipelineStageId,
    pipeline_stage::{self, Model, StageKind},
};

/// What is said of a column's fields.
#[derive(Clone, Debug, Default)]
pub struct StagePatch {
    pub name: Patch<String>,
    pub kind: Patch<StageKind>,
    pub wip_limit: Patch<i32>,
}

/// Changes a column. When its meaning changes, the status of its cards follows.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: PipelineStageId,
    patch: StagePatch,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (pipeline, was) = hold(&tx, id).await?;
    check::version("pipeline stage", expected_version, was.version)?;
    let mut is = apply(was.clone(), patch)?;
    let changes = told(&was, &is);
    if changes.is_empty() {
        return Ok(was);
    }
    (is.version, is.updated_at) = (was.version + 1, tx.now());
    change::write::<pipeline_stage::Entity>(&tx, &was, &is).await?;
    if was.kind != is.kind {
        cards::follow_kind(&tx, &is).await?;
    }
    let of = StageRef { stage: id, board: (&pipeline).into() };
    tx.emit(&PipelineStageUpdated { of, changes }).await?;
    tx.commit().await?;
    Ok(is)
}

fn apply(mut row: Model, patch: StagePatch) -> Result<Model> {
    let mut problems = Problems::default();
    match patch.name {
        Patch::Keep => {}
        Patch::Clear => problems.add("name", "a value; this cannot be cleared"),
        Patch::Set(name) => row.name = problems.keep("name", check::line(&name, NAME)).unwrap_or_default(),
    }
    match patch.kind {
        Patch::Keep => {}
        Patch::Clear => problems.add("kind", "a value; this cannot be cleared"),
        Patch::Set(kind) => row.kind = kind,
    }
    if let Patch::Set(limit) = patch.wip_limit {
        problems.keep("wipLimit", wip_limit(limit));
    }
    problems.finish()?;
    row.wip_limit = patch.wip_limit.over(row.wip_limit);
    Ok(row)
}

fn told(was: &Model, is: &Model) -> Vec<FieldChange> {
    let mut changes = vec![];
    if was.name != is.name {
        changes.push(FieldChange::kept("name", &was.name, &is.name));
    }
    if was.kind != is.kind {
        changes.push(FieldChange::shown("kind", was.kind, is.kind));
    }
    if was.wip_limit != is.wip_limit {
        changes.push(FieldChange::shown("wipLimit", was.wip_limit, is.wip_limit));
    }
    changes
}
