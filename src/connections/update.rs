//! Changing a data source.

use super::{
    create::{DESCRIPTION, NAME},
    credentials,
    events::DataSourceUpdated,
    list::held,
    told::differences,
};
use crate::{
    base::secret::ExposeSecret,
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    data_source::{ActiveModel, DataSourceStatus, Model},
    ids::DataSourceId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};
use serde_json::{Value, json};

/// What is to change.
#[derive(Clone, Debug, Default)]
pub struct DataSourceChange {
    pub name: Patch<String>,
    pub description: Patch<String>,
    /// As a whole.
    pub config: Patch<Value>,
    /// As a whole; clearing takes them away.
    pub credentials: Patch<Value>,
    /// ACTIVE or INACTIVE; the others are found out, not set.
    pub status: Patch<DataSourceStatus>,
    pub expected_version: Option<i32>,
}

/// Changes it. New settings or credentials make earlier tests count for nothing.
pub async fn update(app: &App, scope: &Scope, id: DataSourceId, change: DataSourceChange) -> Result<Model> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("data source", change.expected_version, was.version)?;
    let mut row = described(&was, &change)?;
    let is_plugged_anew = change.config != Patch::Keep || change.credentials != Patch::Keep;
    let status = status(&was, &change, is_plugged_anew)?;
    if is_plugged_anew {
        plug(app, &was, change, &mut row)?;
    }
    row.status = Set(status);
    row.version = Set(was.version + 1);
    row.updated_at = Set(tx.now());
    let is = row.update(&tx).await?;
    tx.emit(&DataSourceUpdated::of(&is, differences(&was, &is))).await?;
    tx.commit().await?;
    Ok(is)
}

fn described(was: &Model, change: &DataSourceChange) -> Result<ActiveModel> {
    let line = |text: String| check::line(&text, NAME).map_err(|is| Error::invalid("name", is));
    let prose =
        |text: String| check::prose(&text, DESCRIPTION).map_err(|is| Error::invalid("description", is));
    let name = change.name.clone().try_map(line)?.over_required(was.name.clone(), "name")?;
    let description = change.description.clone().try_map(prose)?.over(was.description.clone());
    Ok(ActiveModel {
        id: Unchanged(was.id),
        name_folded: Set(name.to_lowercase()),
        name: Set(name),
        description: Set(description),
        ..Default::default()
    })
}

fn status(was: &Model, change: &DataSourceChange, is_plugged_anew: bool) -> Result<DataSourceStatus> {
    let now = match was.status {
        // A test that is running keeps its own book of what to go back to.
        DataSourceStatus::Error if is_plugged_anew => DataSourceStatus::Active,
        other => other,
    };
    match change.status.clone().over_required(now, "status")? {
        asked @ (DataSourceStatus::Active | DataSourceStatus::Inactive) => Ok(asked),
        found if found == now => Ok(found),
        _ => Err(Error::invalid("status", "ACTIVE or INACTIVE; the others are found out by tests and calls")),
    }
}

/// Checks settings and credentials together, whichever of them is new.
fn plug(app: &App, was: &Model, change: DataSourceChange, row: &mut ActiveModel) -> Result<()> {
    let config = change.config.over(Some(was.config.clone())).unwrap_or_else(|| json!({}));
    let credentials = match change.credentials {
        Patch::Keep => match credentials::open(app, was)?.expose_secret() {
            "" => Value::Null,
            text => serde_json::from_str(text)?,
        },
        Patch::Clear => Value::Null,
        Patch::Set(given) => given,
    };
    let checked = credentials::check(app, was.id, was.kind, (&config, &credentials))?;
    row.config = Set(config);
    row.credentials = Set(checked.sealed);
    row.credentials_key_id = Set(checked.key_id);
    row.account = Set(Some(checked.account));
    row.last_test_at = Set(None);
    row.last_test_status = Set(None);
    row.last_test_error = Set(None);
    Ok(())
}
