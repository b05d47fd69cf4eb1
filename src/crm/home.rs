//! Which workspace a new row goes to.

use crate::kernel::{
    error::{Error, Result},
    scope::Scope,
};
use entity::{ids::WorkspaceId, workspace};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect};

/// The given workspace, or the agency's only one. Archived ones take nothing new.
pub async fn workspace(
    scope: &Scope,
    id: Option<WorkspaceId>,
    c: &impl ConnectionTrait,
) -> Result<workspace::Model> {
    let Some(id) = id else { return only(scope, c).await };
    let found = scope.get::<workspace::Entity>(id, c).await?;
    if found.deleted_at.is_some() {
        return Err(Error::invalid("workspaceId", "a workspace that is not archived"));
    }
    Ok(found)
}

async fn only(scope: &Scope, c: &impl ConnectionTrait) -> Result<workspace::Model> {
    let open = scope.find::<workspace::Entity>().filter(workspace::Column::DeletedAt.is_null());
    let mut some = open.limit(2).all(c).await?;
    match (some.pop(), some.pop()) {
        (Some(one), None) => Ok(one),
        _ => Err(Error::invalid("workspaceId", "the workspace it belongs to: this agency has several")),
    }
}
