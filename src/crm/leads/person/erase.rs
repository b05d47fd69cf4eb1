//! Forgetting a person for good: the lead, what became part of it, and all that hangs on them. What stays holds no personal
//! value: facts, the audit log, and the keyed hashes of whom not to contact.

use super::parts::hold_parts;
use crate::{
    crm::{
        campaigns::counts,
        cards,
        events::people::{LeadErased, LeadRef},
        leads::row::{edit::refuse_merged, numbers::Why},
        lists,
    },
    kernel::{
        app::App, check, error::Result, idempotency, permission::Permission, personal, scope::Scope, tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    ids::LeadId,
    lead::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Whom to forget.
#[derive(Clone, Debug)]
pub struct Erasure {
    pub id: LeadId,
    /// Whether the keyed hashes of their addresses stay, so that nobody takes them in again.
    pub is_kept_out: bool,
    pub expected_version: Option<i32>,
}

/// Who is forgotten.
#[derive(Clone, Debug)]
pub struct Erased {
    pub id: LeadId,
    /// What had become part of it, and is gone too.
    pub parts: usize,
    pub at: DateTime<Utc>,
}

/// Erases a lead, deleted or not. Nothing brings it back.
pub async fn erase(app: &App, scope: &Scope, ask: Erasure) -> Result<Erased> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(ask.id).await?;
    refuse_merged(&row)?;
    check::version("lead", ask.expected_version, row.version)?;
    let parts = hold_parts(&tx, row.id).await?;
    uncount(&mut tx, &row).await?;
    cards::forget(&mut tx, &row).await?;
    // Told while the rows are still there: other domains forget, and remember whom not to contact.
    let (lead, parts) = (LeadRef::from(&row), parts.iter().map(|part| part.id).collect::<Vec<_>>());
    tx.emit(&LeadErased { lead, parts: parts.clone(), is_kept_out: ask.is_kept_out }).await?;
    tx.look_around().await?;
    let all = parts.iter().copied().chain([row.id]);
    personal::forget(&tx, all.clone().map(|id| id.0)).await?;
    tx.delete::<Entity>().filter(Column::Id.is_in(all)).exec(&tx).await?;
    // Nobody knows which of them speak of this person.
    idempotency::lose_answers(&tx).await?;
    let at = tx.now();
    tx.commit().await?;
    Ok(Erased { id: row.id, parts: parts.len(), at })
}

/// The numbers of campaigns and lists go down as if it was deleted; a deleted one counts nowhere any more.
async fn uncount(tx: &mut Tx, row: &Model) -> Result<()> {
    if row.deleted_at.is_some() {
        return Ok(());
    }
    let gone = Model { deleted_at: Some(tx.now()), ..row.clone() };
    counts::lead_moved(tx, row, &gone, Why::Ordered).await?;
    lists::count_lead(tx, row.id, -1).await
}
