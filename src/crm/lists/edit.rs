//! Makes, renames and deletes lists.

use crate::{
    crm::{
        events::people::{LeadListCreated, LeadListDeleted, LeadListRef, LeadListUpdated},
        home, keys,
    },
    kernel::{
        app::App,
        change, check,
        check::Problems,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{LeadListId, WorkspaceId},
    lead_list::{Entity, Model},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

/// An empty list in this workspace, or in the agency's only one.
pub async fn create(app: &App, scope: &Scope, workspace: Option<WorkspaceId>, name: &str) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let workspace = home::workspace(scope, workspace, &tx).await?;
    let row = create_in(&mut tx, workspace.id, name, None).await?;
    tx.commit().await?;
    Ok(row)
}

/// The same inside a larger unit of work, in a workspace that was resolved. `file`: what its leads come from.
pub async fn create_in(
    tx: &mut Tx,
    workspace: WorkspaceId,
    name: &str,
    file: Option<String>,
) -> Result<Model> {
    tx.scope().require(Permission::WriteBoards)?;
    let name = named(name)?;
    let row = Model {
        id: LeadListId::new(),
        agency_id: tx.scope().agency(),
        workspace_id: workspace,
        name_folded: keys::fold(&name),
        name,
        source_filename: file,
        lead_count: 0,
        created_by: tx.scope().actor().columns().1,
        version: 1,
        deleted_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&*tx).await?;
    tx.emit(&LeadListCreated { list: LeadListRef::from(&row) }).await?;
    Ok(row)
}

/// Renames a list; no name keeps it.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: LeadListId,
    name: Option<String>,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = hold(&tx, id).await?;
    check::version("list", expected_version, was.version)?;
    let name = name.as_deref().map_or_else(|| Ok(was.name.clone()), named)?;
    if name == was.name {
        return Ok(was);
    }
    let row = Model { name_folded: keys::fold(&name), name, ..changed(&tx, &was) };
    change::write::<Entity>(&tx, &was, &row).await?;
    let changes = vec![FieldChange::kept("name", &was.name, &row.name)];
    tx.emit(&LeadListUpdated { list: LeadListRef::from(&row), changes }).await?;
    tx.commit().await?;
    Ok(row)
}

/// Deletes a list; its leads stay.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: LeadListId,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = hold(&tx, id).await?;
    check::version("list", expected_version, was.version)?;
    let row = delete_in(&mut tx, was).await?;
    tx.commit().await?;
    Ok(row)
}

/// The same inside a larger unit of work, for a list it holds.
pub async fn delete_in(tx: &mut Tx, was: Model) -> Result<Model> {
    let row = Model { deleted_at: Some(tx.now()), ..changed(tx, &was) };
    change::write::<Entity>(tx, &was, &row).await?;
    tx.emit(&LeadListDeleted { list: LeadListRef::from(&row) }).await?;
    Ok(row)
}

/// Holds a list that is not deleted.
pub(super) async fn hold(tx: &Tx, id: LeadListId) -> Result<Model> {
    let row = tx.hold::<Entity>(id).await?;
    if row.deleted_at.is_some() { Err(Error::NotFound("lead_list")) } else { Ok(row) }
}

/// The row as it is after a change made now.
pub(super) fn changed(tx: &Tx, was: &Model) -> Model {
    Model { version: was.version + 1, updated_at: tx.now(), ..was.clone() }
}

fn named(name: &str) -> Result<String> {
    let mut problems = Problems::default();
    let name = problems.keep("name", check::line(name, 200));
    problems.finish()?;
    Ok(name.unwrap_or_default())
}
