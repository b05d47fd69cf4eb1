//! Whose job a lead is.

use super::{party, row::edit::Edit, update};
use crate::{
    crm::activities,
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    ids::{LeadId, MembershipId},
    lead::Model,
};

/// Gives the lead to a member; `None`: to nobody.
pub async fn assign(
    app: &App,
    scope: &Scope,
    id: LeadId,
    assignee: Option<MembershipId>,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, id).await?;
    edit.row.assigned_to = party::assignee(&tx, assignee).await?;
    edit.expect(expected_version)?;
    let saved = edit.save(&mut tx).await?;
    let told = update::tell(&mut tx, &saved).await?;
    activities::insert(&tx, told).await?;
    tx.commit().await?;
    Ok(saved.row)
}
