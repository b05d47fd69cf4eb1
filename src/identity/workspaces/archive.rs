//! Archiving a workspace: it takes nothing new, and what is in it stays.

use crate::{
    identity::{events::WorkspaceArchived, platform},
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{ids::WorkspaceId, workspace};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// Archives a workspace. The last open one stays: new things need somewhere to go.
pub async fn archive(
    app: &App,
    scope: &Scope,
    id: WorkspaceId,
    expected_version: Option<i32>,
) -> Result<workspace::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    // Decided over all workspaces: two at once must not archive the last two.
    platform::lock_agency(&tx).await?;
    let was = scope.get::<workspace::Entity>(id, &tx).await?;
    check::version("workspace", expected_version, was.version)?;
    if was.deleted_at.is_some() {
        return Err(Error::conflict("This workspace is archived already."));
    }
    if is_last(&tx, id).await? {
        return Err(Error::conflict_with_hint(
            "This is the last workspace that is not archived.",
            "Make another one first (`workspaceCreate`).",
        ));
    }
    let version = was.version + 1;
    let mut row = was.into_active_model();
    row.deleted_at = Set(Some(tx.now()));
    row.updated_at = Set(tx.now());
    row.version = Set(version);
    let row = row.update(&tx).await?;
    tx.emit(&WorkspaceArchived { workspace: id }).await?;
    tx.commit().await?;
    Ok(row)
}

async fn is_last(tx: &Tx, id: WorkspaceId) -> Result<bool> {
    let others = tx
        .scope()
        .find::<workspace::Entity>()
        .filter(workspace::Column::DeletedAt.is_null())
        .filter(workspace::Column::Id.ne(id));
    Ok(others.limit(1).one(tx).await?.is_none())
}
