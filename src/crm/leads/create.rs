//! A new lead, made by a person. Somebody who is known already is refused, naming the lead there is.

use super::{
    party,
    row::{blank::blank, numbers, twins},
    values::{LeadPatch, apply, search_text},
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::{LeadCreated, LeadRef},
        home,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{MembershipId, WorkspaceId},
    lead::{self, Model},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, sea_query::OnConflict};

/// What a new lead is made of.
#[derive(Clone, Debug, Default)]
pub struct NewLead {
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    pub assignee: Option<MembershipId>,
    pub values: LeadPatch,
}

pub async fn create(app: &App, scope: &Scope, new: NewLead) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let workspace = home::workspace(scope, new.workspace, &tx).await?;
    let company = party::employer(&tx, &new.values.company).await?;
    let mut row = blank(&tx, workspace.id);
    row.assigned_to = party::assignee(&tx, new.assignee).await?;
    party::same_workspace(&row, company.as_ref())?;
    apply(&mut row, new.values)?;
    row.search_text = search_text(&row, company.as_ref().map(|company| company.name.as_str()));
    twins::refuse(&tx, &row).await?;
    if !insert(&mut tx, &row).await? {
        // Somebody made the same person in this very moment: now the other one can be named.
        twins::refuse(&tx, &row).await?;
        return Err(Error::conflict("Another lead of this workspace is the same person."));
    }
    tx.commit().await?;
    Ok(row)
}

/// Writes a new row, its first line of history and the fact. `false`: somebody else has one of its keys by now.
pub(super) async fn insert(tx: &mut Tx, row: &Model) -> Result<bool> {
    let all = row.clone().into_active_model().reset_all();
    let unless_known = OnConflict::new().do_nothing().to_owned();
    let written = lead::Entity::insert(all).on_conflict(unless_known).exec_without_returning(tx).await?;
    if written == 0 {
        return Ok(false);
    }
    activities::insert(tx, vec![Entry::new(row.id, ActivityKind::Created, "Created")]).await?;
    numbers::made(tx, row);
    tx.emit(&LeadCreated { lead: LeadRef::from(row) }).await?;
    Ok(true)
}
