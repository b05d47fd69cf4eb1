//! Changing the agency itself.

use super::slug;
use crate::{
    identity::{events::AgencyUpdated, platform},
    kernel::{
        app::App,
        check::{self, line},
        error::{Error, Result},
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::agency;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};

/// What to change; kept fields stay.
#[derive(Clone, Debug, Default)]
pub struct AgencyChange {
    /// The version it was read at.
    pub expected_version: Option<i32>,
    pub name: Patch<String>,
    pub slug: Patch<String>,
    /// A JSON object, in place of what was there.
    pub settings: Patch<Value>,
}

/// Changes the caller's agency.
pub async fn update(app: &App, scope: &Scope, change: AgencyChange) -> Result<agency::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = platform::lock_agency(&tx).await?;
    check::version("agency", change.expected_version, was.version)?;
    let mut row = decide(&tx, was.clone(), change).await?;
    let changes = differences(&was, &row);
    if changes.is_empty() {
        return Ok(was);
    }
    row.version += 1;
    row.updated_at = tx.now();
    let row = row.into_active_model().reset_all().update(&tx).await?;
    tx.emit(&AgencyUpdated { agency: row.id, fields: FieldChange::names(&changes), changes }).await?;
    tx.commit().await?;
    Ok(row)
}

async fn decide(tx: &Tx, mut row: agency::Model, change: AgencyChange) -> Result<agency::Model> {
    row.name = change
        .name
        .try_map(|name| line(&name, 200).map_err(|right| Error::invalid("name", right)))?
        .over_required(row.name, "name")?;
    row.settings = match change.settings {
        Patch::Keep => row.settings,
        Patch::Clear => json!({}),
        Patch::Set(value) => check::settings(value).map_err(|right| Error::invalid("settings", right))?,
    };
    match change.slug {
        Patch::Keep => {}
        Patch::Clear => return Err(Error::invalid("slug", "a value; this cannot be cleared")),
        Patch::Set(slug) if slug == row.slug => {}
        Patch::Set(slug) => row.slug = slug::free(Some(&slug), &row.name, tx).await?,
    }
    Ok(row)
}

/// The fields that came out different, as GraphQL names them.
fn differences(was: &agency::Model, is: &agency::Model) -> Vec<FieldChange> {
    let all = [
        (was.name != is.name, FieldChange::kept("name", &was.name, &is.name)),
        (was.slug != is.slug, FieldChange::kept("slug", &was.slug, &is.slug)),
        (was.settings != is.settings, FieldChange::kept("settings", &was.settings, &is.settings)),
    ];
    all.into_iter().filter(|(differs, _)| *differs).map(|(_, change)| change).collect()
}
