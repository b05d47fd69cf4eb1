//! Unplugging a data source: its credentials are gone at once, its history stays.

use super::{events::DataSourceDeleted, list::held};
use crate::kernel::{app::App, check, error::Result, permission::Permission, scope::Scope, tx::Tx};
use entity::{
    data_source::{ActiveModel, DataSourceStatus, Model},
    ids::DataSourceId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Removes it. Work that is using it now finds it gone and goes on without.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: DataSourceId,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("data source", expected_version, was.version)?;
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(DataSourceStatus::Inactive),
        tested_from: Set(None),
        credentials: Set(None),
        credentials_key_id: Set(None),
        deleted_at: Set(Some(tx.now())),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let is = row.update(&tx).await?;
    tx.emit(&DataSourceDeleted { data_source: id, kind: is.kind }).await?;
    tx.commit().await?;
    Ok(is)
}
