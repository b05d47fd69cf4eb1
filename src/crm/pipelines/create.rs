//! A new board with its columns.

use super::template;
use crate::{
    crm::{
        events::boards::PipelineCreated,
        home,
        stages::{self, NewStage},
    },
    kernel::{
        app::App,
        check::{self, Problems},
        error::Result,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{PipelineId, WorkspaceId},
    pipeline::{self, Model, PipelineTemplate},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

/// The longest name, in characters.
pub(super) const NAME: usize = 200;

/// What a new board is made of.
#[derive(Clone, Debug)]
pub struct NewPipeline {
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    pub name: String,
    pub template: PipelineTemplate,
    /// For CUSTOM, at least one, left to right; for the others none.
    pub stages: Vec<NewStage>,
}

/// Makes a board.
pub async fn add(app: &App, scope: &Scope, new: NewPipeline) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = create(&mut tx, new).await?;
    tx.commit().await?;
    Ok(row)
}

/// Makes a board inside a larger unit of work. When it refuses, nothing was written.
pub async fn create(tx: &mut Tx, new: NewPipeline) -> Result<Model> {
    tx.scope().require(Permission::WriteBoards)?;
    let workspace = home::workspace(tx.scope(), new.workspace, tx).await?;
    let mut problems = Problems::default();
    let name = problems.keep("name", check::line(&new.name, NAME)).unwrap_or_default();
    let columns = match (new.template, new.stages.is_empty()) {
        (PipelineTemplate::Custom, true) => {
            problems.add("stages", "at least one stage: a CUSTOM pipeline has none of its own");
            vec![]
        }
        (PipelineTemplate::Custom, false) => new.stages,
        (template, true) => template::stages(template),
        (_, false) => {
            problems.add("stages", "stages only with the template CUSTOM");
            vec![]
        }
    };
    let columns = stages::checked("stages.", columns, &[], &mut problems);
    problems.finish()?;
    let row = Model {
        id: PipelineId::new(),
        agency_id: tx.scope().agency(),
        workspace_id: workspace.id,
        name_folded: name.to_lowercase(),
        name,
        template: new.template,
        created_by: tx.scope().actor().columns().1,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    pipeline::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
    stages::insert(tx, row.id, (None, None), columns).await?;
    tx.emit(&PipelineCreated { of: (&row).into() }).await?;
    Ok(row)
}
