//! Making a workspace.

use super::fields;
use crate::{
    base::text,
    identity::events::WorkspaceCreated,
    kernel::{app::App, check::Problems, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    ids::WorkspaceId,
    json::{Offering, Offerings},
    workspace,
};
use sea_orm::{ActiveModelTrait, Set};

/// A workspace to be, as asked for.
#[derive(Clone, Debug, Default)]
pub struct WorkspaceDraft {
    pub name: String,
    /// IANA name; none: UTC.
    pub time_zone: Option<String>,
    pub default_from_name: Option<String>,
    pub default_from_email: Option<String>,
    pub brand: Option<String>,
    pub offerings: Vec<Offering>,
}

/// The same, checked.
struct Checked {
    name: String,
    time_zone: String,
    default_from_name: Option<String>,
    default_from_email: Option<String>,
    brand: Option<String>,
    offerings: Offerings,
}

/// Makes a workspace for a client of the agency.
pub async fn create(app: &App, scope: &Scope, draft: WorkspaceDraft) -> Result<workspace::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = create_in(&mut tx, draft).await?;
    tx.commit().await?;
    Ok(row)
}

/// [`create`], inside a transaction of somebody who may.
pub(in crate::identity) async fn create_in(tx: &mut Tx, draft: WorkspaceDraft) -> Result<workspace::Model> {
    let checked = check(draft)?;
    let row = workspace::ActiveModel {
        id: Set(WorkspaceId::new()),
        agency_id: Set(tx.scope().agency()),
        name_folded: Set(text::fold(&checked.name)),
        name: Set(checked.name),
        default_from_name: Set(checked.default_from_name),
        default_from_email: Set(checked.default_from_email),
        time_zone: Set(checked.time_zone),
        brand: Set(checked.brand),
        offerings: Set(checked.offerings),
        created_by: Set(tx.scope().actor().columns().1),
        version: Set(1),
        deleted_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let row = row.insert(tx).await?;
    tx.emit(&WorkspaceCreated { workspace: row.id }).await?;
    Ok(row)
}

fn check(draft: WorkspaceDraft) -> Result<Checked> {
    let mut problems = Problems::default();
    let from_name = draft.default_from_name.as_deref();
    let from_email = draft.default_from_email.as_deref();
    let checked = Checked {
        name: problems.keep("name", fields::name(&draft.name)).unwrap_or_default(),
        time_zone: problems
            .keep_some("timeZone", draft.time_zone.as_deref(), fields::time_zone)
            .unwrap_or_else(|| "UTC".into()),
        default_from_name: problems.keep_some("defaultFromName", from_name, fields::name),
        default_from_email: problems.keep_some("defaultFromEmail", from_email, fields::email),
        brand: problems.keep_some("brand", draft.brand.as_deref(), fields::name),
        offerings: fields::offerings(draft.offerings, &mut problems),
    };
    problems.finish()?;
    Ok(checked)
}
