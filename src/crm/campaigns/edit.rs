//! Making a campaign and changing its fields.

use super::hold;
use crate::{
    crm::{
        events::campaigns::{CampaignCreated, CampaignUpdated},
        home,
    },
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
use chrono::NaiveDate;
use entity::{
    campaign::{self, CampaignStatus, Column, Model},
    ids::{CampaignId, WorkspaceId},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::Value;

/// The longest name and description, in characters, and the largest audience, in bytes of JSON.
const NAME: usize = 200;
const DESCRIPTION: usize = 5_000;
const AUDIENCE: usize = 16_384;

/// What is said of a campaign's fields.
#[derive(Clone, Debug, Default)]
pub struct CampaignPatch {
    pub name: Patch<String>,
    pub description: Patch<String>,
    pub start_date: Patch<NaiveDate>,
    pub end_date: Patch<NaiveDate>,
    /// A JSON object.
    pub target_audience: Patch<Value>,
}

/// What a new campaign is made of.
#[derive(Clone, Debug, Default)]
pub struct NewCampaign {
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    pub values: CampaignPatch,
}

/// Makes a campaign, DRAFT and without leads.
pub async fn create(app: &App, scope: &Scope, new: NewCampaign) -> Result<Model> {
    scope.require(Permission::ManageCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    let workspace = home::workspace(scope, new.workspace, &tx).await?;
    let row = apply(blank(&tx, workspace.id), new.values)?;
    campaign::Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&tx).await?;
    tx.emit(&CampaignCreated { of: (&row).into() }).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes fields, in any status. What stays as it is raises no version and is no event.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    patch: CampaignPatch,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManageCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = hold(&tx, id).await?;
    check::version("campaign", expected_version, was.version)?;
    let mut is = apply(was.clone(), patch)?;
    let changes = told(&was, &is);
    if changes.is_empty() {
        return Ok(was);
    }
    (is.version, is.updated_at) = (was.version + 1, tx.now());
    change::write::<campaign::Entity>(&tx, &was, &is).await?;
    tx.emit(&CampaignUpdated { of: (&is).into(), changes }).await?;
    tx.commit().await?;
    Ok(is)
}

fn blank(tx: &Tx, workspace_id: WorkspaceId) -> Model {
    Model {
        id: CampaignId::new(),
        agency_id: tx.scope().agency(),
        workspace_id,
        name: String::new(),
        name_folded: String::new(),
        description: None,
        status: CampaignStatus::Draft,
        start_date: None,
        end_date: None,
        target_audience: Value::Object(serde_json::Map::new()),
        sequence_id: None,
        lead_count: 0,
        qualified_count: 0,
        contacted_count: 0,
        replied_count: 0,
        bounced_count: 0,
        unsubscribed_count: 0,
        created_by: tx.scope().actor().columns().1,
        version: 1,
        deleted_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// The row after the patch, or every field that is wrong.
fn apply(mut row: Model, patch: CampaignPatch) -> Result<Model> {
    let mut problems = Problems::default();
    match patch.name {
        Patch::Keep if row.name.is_empty() => problems.add("name", "a name"),
        Patch::Keep => {}
        Patch::Clear => problems.add("name", "a value; this cannot be cleared"),
        Patch::Set(name) => {
            row.name = problems.keep("name", check::line(&name, NAME)).unwrap_or_default();
            row.name_folded = row.name.to_lowercase();
        }
    }
    let description =
        patch.description.map(|text| problems.keep("description", check::prose(&text, DESCRIPTION)));
    row.description = description.over(row.description.map(Some)).flatten();
    row.start_date = patch.start_date.over(row.start_date);
    row.end_date = patch.end_date.over(row.end_date);
    if row.start_date.zip(row.end_date).is_some_and(|(start, end)| end < start) {
        problems.add("endDate", "the day it starts, or later");
    }
    match patch.target_audience {
        Patch::Keep => {}
        Patch::Clear => row.target_audience = Value::Object(serde_json::Map::new()),
        Patch::Set(Value::Object(audience)) => row.target_audience = Value::Object(audience),
        Patch::Set(_) => problems.add("targetAudience", "a JSON object"),
    }
    problems.keep("targetAudience", check::json(&row.target_audience, AUDIENCE));
    problems.finish()?;
    Ok(row)
}

/// Names and texts are told without their values, which the audit log keeps; what only follows them is not told.
fn told(was: &Model, is: &Model) -> Vec<FieldChange> {
    let told = |column: Column| {
        let field = change::field(column);
        let change = match column {
            Column::NameFolded => return None,
            Column::Name => FieldChange::kept(&field, &was.name, &is.name),
            Column::Description => FieldChange::kept(&field, &was.description, &is.description),
            Column::StartDate => FieldChange::kept(&field, was.start_date, is.start_date),
            Column::EndDate => FieldChange::kept(&field, was.end_date, is.end_date),
            Column::TargetAudience => FieldChange::kept(&field, &was.target_audience, &is.target_audience),
            _ => FieldChange::hidden(&field),
        };
        Some(change)
    };
    change::columns::<campaign::Entity>(was, is).into_iter().filter_map(told).collect()
}
