//! Changing a workspace.

use super::fields;
use crate::{
    base::text,
    identity::events::WorkspaceUpdated,
    kernel::{
        app::App,
        check::{self, Problems},
        error::Result,
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{ids::WorkspaceId, json::Offering, workspace};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

/// What to change; kept fields stay.
#[derive(Clone, Debug, Default)]
pub struct WorkspaceChange {
    /// The version it was read at.
    pub expected_version: Option<i32>,
    pub name: Patch<String>,
    pub time_zone: Patch<String>,
    pub default_from_name: Patch<String>,
    pub default_from_email: Patch<String>,
    pub brand: Patch<String>,
    pub offerings: Patch<Vec<Offering>>,
}

/// Changes a workspace. What comes out the same is not a change.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: WorkspaceId,
    change: WorkspaceChange,
) -> Result<workspace::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<workspace::Entity>(id).await?;
    check::version("workspace", change.expected_version, was.version)?;
    let mut row = decide(was.clone(), change)?;
    let changes = differences(&was, &row);
    if changes.is_empty() {
        return Ok(was);
    }
    row.version += 1;
    row.updated_at = tx.now();
    let row = row.into_active_model().reset_all().update(&tx).await?;
    tx.emit(&WorkspaceUpdated { workspace: id, fields: FieldChange::names(&changes), changes }).await?;
    tx.commit().await?;
    Ok(row)
}

fn decide(was: workspace::Model, change: WorkspaceChange) -> Result<workspace::Model> {
    let mut problems = Problems::default();
    let mut row = was;
    row.name = required(&mut problems, "name", change.name, row.name, fields::name);
    row.name_folded = text::fold(&row.name);
    row.time_zone = match change.time_zone {
        Patch::Clear => "UTC".into(),
        zone => required(&mut problems, "timeZone", zone, row.time_zone, fields::time_zone),
    };
    let (name, email) = (fields::name, fields::email);
    row.default_from_name =
        optional(&mut problems, "defaultFromName", change.default_from_name, row.default_from_name, name);
    row.default_from_email =
        optional(&mut problems, "defaultFromEmail", change.default_from_email, row.default_from_email, email);
    row.brand = optional(&mut problems, "brand", change.brand, row.brand, name);
    row.offerings = match change.offerings {
        Patch::Keep => row.offerings,
        Patch::Clear => Default::default(),
        Patch::Set(all) => fields::offerings(all, &mut problems),
    };
    problems.finish()?;
    Ok(row)
}

fn required<E: std::fmt::Display>(
    problems: &mut Problems,
    path: &str,
    change: Patch<String>,
    was: String,
    check: impl FnOnce(&str) -> Result<String, E>,
) -> String {
    match change {
        Patch::Keep => was,
        Patch::Clear => {
            problems.add(path, "a value; this cannot be cleared");
            was
        }
        Patch::Set(text) => problems.keep(path, check(&text)).unwrap_or(was),
    }
}

fn optional<E: std::fmt::Display>(
    problems: &mut Problems,
    path: &str,
    change: Patch<String>,
    was: Option<String>,
    check: impl FnOnce(&str) -> Result<String, E>,
) -> Option<String> {
    match change {
        Patch::Keep => was,
        Patch::Clear => None,
        Patch::Set(text) => problems.keep(path, check(&text)),
    }
}

/// The fields that came out different, as GraphQL names them. Who writes to people is a person: of the sender, that it is another.
fn differences(was: &workspace::Model, is: &workspace::Model) -> Vec<FieldChange> {
    let all = [
        (was.name != is.name, FieldChange::kept("name", &was.name, &is.name)),
        (was.time_zone != is.time_zone, FieldChange::kept("timeZone", &was.time_zone, &is.time_zone)),
        (was.default_from_name != is.default_from_name, FieldChange::hidden("defaultFromName")),
        (was.default_from_email != is.default_from_email, FieldChange::hidden("defaultFromEmail")),
        (was.brand != is.brand, FieldChange::kept("brand", &was.brand, &is.brand)),
        (was.offerings != is.offerings, FieldChange::kept("offerings", &was.offerings, &is.offerings)),
    ];
    all.into_iter().filter(|(differs, _)| *differs).map(|(_, change)| change).collect()
}
