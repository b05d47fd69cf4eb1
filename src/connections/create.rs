//! Plugging in a data source.

use super::{credentials, events::DataSourceCreated};
use crate::kernel::{
    app::App,
    check::{self, Problems},
    error::Result,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    data_source::{self, ActiveModel, DataSourceKind, DataSourceStatus},
    ids::DataSourceId,
};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::{Value, json};

/// Longest name and description.
pub(super) const NAME: usize = 120;
pub(super) const DESCRIPTION: usize = 2_000;

/// A data source to be.
#[derive(Clone, Debug)]
pub struct NewDataSource {
    pub kind: DataSourceKind,
    pub name: String,
    pub description: Option<String>,
    /// Settings of the connection; never a secret.
    pub config: Value,
    /// What the provider wants to see; sealed at once, never shown again.
    pub credentials: Value,
}

/// Makes it, ACTIVE and not yet tested.
pub async fn create(app: &App, scope: &Scope, new: NewDataSource) -> Result<data_source::Model> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut problems = Problems::default();
    let name = problems.keep("name", check::line(&new.name, NAME)).unwrap_or_default();
    let description =
        problems.keep_some("description", new.description.as_deref(), |text| check::prose(text, DESCRIPTION));
    problems.finish()?;
    let id = DataSourceId::new();
    let config = if new.config.is_null() { json!({}) } else { new.config };
    let checked = credentials::check(app, id, new.kind, (&config, &new.credentials))?;
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(scope.agency()),
        name_folded: Set(name.to_lowercase()),
        name: Set(name),
        kind: Set(new.kind),
        description: Set(description),
        config: Set(config),
        credentials: Set(checked.sealed),
        credentials_key_id: Set(checked.key_id),
        account: Set(Some(checked.account)),
        status: Set(DataSourceStatus::Active),
        total_jobs: Set(0),
        successful_jobs: Set(0),
        failed_jobs: Set(0),
        total_records: Set(0),
        created_by: Set(scope.actor().columns().1),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    tx.emit(&DataSourceCreated { data_source: row.id, kind: row.kind }).await?;
    tx.commit().await?;
    Ok(row)
}
