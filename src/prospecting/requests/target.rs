//! The pipeline people are saved to: one there is, or a new one.

use crate::{
    crm::pipelines,
    kernel::{
        error::{Error, FieldProblem, Result},
        permission::Permission,
        tx::Tx,
    },
};
use entity::{
    ids::{PipelineId, WorkspaceId},
    pipeline::{self, PipelineTemplate},
};

/// Exactly one of the two.
#[derive(Clone, Debug, Default)]
pub struct SaveTarget {
    pub pipeline: Option<PipelineId>,
    pub new_pipeline: Option<NewPipeline>,
}

/// A pipeline to be made.
#[derive(Clone, Debug)]
pub struct NewPipeline {
    pub name: String,
    pub template: PipelineTemplate,
}

/// The pipeline meant; a new one is made in this transaction. Refusals name the fields below `path`.
pub(in crate::prospecting) async fn resolve(
    tx: &mut Tx,
    workspace: WorkspaceId,
    path: &str,
    target: &SaveTarget,
) -> Result<PipelineId> {
    tx.scope().require(Permission::WriteBoards)?;
    match (target.pipeline, &target.new_pipeline) {
        (Some(id), None) => {
            let board = tx.scope().get::<pipeline::Entity>(id, tx).await?;
            if board.workspace_id != workspace {
                return Err(Error::invalid(inside(path, "pipelineId"), "a pipeline of the same workspace"));
            }
            Ok(id)
        }
        (None, Some(new)) => Ok(make(tx, workspace, path, new).await?.id),
        _ => {
            let at = if path.is_empty() { "newPipeline" } else { path };
            Err(Error::invalid(at, "either `pipelineId` or `newPipeline`"))
        }
    }
}

async fn make(tx: &mut Tx, workspace: WorkspaceId, path: &str, new: &NewPipeline) -> Result<pipeline::Model> {
    let path = inside(path, "newPipeline");
    if new.template == PipelineTemplate::Custom {
        let right = "OUTREACH or RECRUITING; a CUSTOM pipeline is made by pipelineCreate";
        return Err(Error::invalid(format!("{path}.template"), right));
    }
    let board = pipelines::NewPipeline {
        workspace: Some(workspace),
        name: new.name.clone(),
        template: new.template,
        stages: vec![],
    };
    let below = |problem: FieldProblem| FieldProblem { path: format!("{path}.{}", problem.path), ..problem };
    pipelines::create(tx, board).await.map_err(|error| match error {
        Error::Invalid(problems) => Error::Invalid(problems.into_iter().map(below).collect()),
        other => other,
    })
}

/// The path of a field of what stands at `path`, which is empty for the input itself.
fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
