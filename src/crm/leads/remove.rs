//! Deletes a lead, softly, and brings it back. Lists count live leads only.

use super::{
    row::edit::{Edit, refuse_merged},
    row::twins,
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::{LeadDeleted, LeadRestored},
        lists,
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
    ids::LeadId,
    lead::{Entity, Model},
};

pub async fn delete(app: &App, scope: &Scope, id: LeadId, expected_version: Option<i32>) -> Result<Model> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, id).await?;
    edit.expect(expected_version)?;
    edit.row.deleted_at = Some(tx.now());
    let saved = edit.save(&mut tx).await?;
    lists::count_lead(&tx, id, -1).await?;
    activities::insert(&tx, vec![Entry::new(id, ActivityKind::Deleted, "Deleted")]).await?;
    tx.emit(&LeadDeleted { lead: saved.lead() }).await?;
    tx.commit().await?;
    Ok(saved.row)
}

/// Refused when somebody made the same person anew meanwhile.
pub async fn restore(app: &App, scope: &Scope, id: LeadId) -> Result<Model> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    refuse_merged(&row)?;
    if row.deleted_at.is_none() {
        return Err(Error::conflict("This lead is not deleted."));
    }
    twins::refuse(&tx, &row).await?;
    let mut edit = Edit::of(row);
    edit.row.deleted_at = None;
    let saved = edit.save(&mut tx).await?;
    lists::count_lead(&tx, id, 1).await?;
    activities::insert(&tx, vec![Entry::new(id, ActivityKind::Restored, "Restored")]).await?;
    tx.emit(&LeadRestored { lead: saved.lead() }).await?;
    tx.commit().await?;
    Ok(saved.row)
}
