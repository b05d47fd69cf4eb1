//! One lead, or the one it has become.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::LeadId,
    lead::{Entity, Model},
};

/// One lead. The id of one that became part of another leads to that one.
pub async fn get(app: &App, scope: &Scope, id: LeadId) -> Result<Model> {
    scope.require(Permission::Read)?;
    let row = scope.get::<Entity>(id, &scope.read(app)).await?;
    followed(app, scope, row).await?.ok_or(Error::NotFound("lead"))
}

/// The lead this one is by now, unless it is deleted.
pub async fn followed(app: &App, scope: &Scope, mut row: Model) -> Result<Option<Model>> {
    while let Some(into) = row.merged_into {
        let Some(next) = scope.find_by_id::<Entity>(into).one(&scope.read(app)).await? else {
            return Ok(None);
        };
        row = next;
    }
    Ok(Some(row).filter(|row| row.deleted_at.is_none()))
}
