//! Changing a board's own fields.

use super::create::NAME;
use crate::{
    crm::events::boards::PipelineUpdated,
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
    ids::PipelineId,
    pipeline::{self, Model},
};

/// Renames a board. The same name raises no version and is no event.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: PipelineId,
    name: Patch<String>,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<pipeline::Entity>(id).await?;
    check::version("pipeline", expected_version, was.version)?;
    let mut problems = Problems::default();
    let given = name.over_required(was.name.clone(), "name")?;
    let name = problems.keep("name", check::line(&given, NAME)).unwrap_or_default();
    problems.finish()?;
    if name == was.name {
        return Ok(was);
    }
    let is = Model {
        name_folded: name.to_lowercase(),
        name,
        version: was.version + 1,
        updated_at: tx.now(),
        ..was.clone()
    };
    change::write::<pipeline::Entity>(&tx, &was, &is).await?;
    let changes = vec![FieldChange::kept("name", &was.name, &is.name)];
    tx.emit(&PipelineUpdated { of: (&is).into(), changes }).await?;
    tx.commit().await?;
    Ok(is)
}
