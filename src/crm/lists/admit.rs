//! Leads join and leave a list by the thousand, as an import brings and takes them.

use super::{
    edit::hold,
    members::{count, present},
};
use crate::kernel::{bulk, error::Result, tx::Tx};
use entity::{
    ids::{LeadId, LeadListId, LeadListMemberId},
    lead_list_member::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::collections::BTreeSet;

/// Puts leads of the list's workspace into it, which the caller holds: `new` are in no list yet. Returns who joined.
pub async fn admit(
    tx: &mut Tx,
    id: LeadListId,
    new: &[LeadId],
    known: &[LeadId],
) -> Result<BTreeSet<LeadId>> {
    let was = hold(tx, id).await?;
    let present = if known.is_empty() { BTreeSet::new() } else { present(tx, id, known).await? };
    let joined: BTreeSet<LeadId> =
        new.iter().chain(known.iter().filter(|lead| !present.contains(lead))).copied().collect();
    let row = |lead: &LeadId| Model {
        id: LeadListMemberId::new(),
        agency_id: tx.scope().agency(),
        lead_list_id: id,
        lead_id: *lead,
        added_by: tx.scope().actor().columns().1,
        created_at: tx.now(),
    };
    let rows: Vec<Model> = joined.iter().map(row).collect();
    bulk::insert::<Entity>(tx, &rows).await?;
    count(tx, was, (joined.len(), 0)).await?;
    Ok(joined)
}

/// Takes leads out of a list, those that are in it; a list that is deleted stays as it is. `living`: those it counts.
pub async fn dismiss(tx: &mut Tx, id: LeadListId, leads: &[LeadId], living: &BTreeSet<LeadId>) -> Result<()> {
    let Ok(was) = hold(tx, id).await else { return Ok(()) };
    if leads.is_empty() {
        return Ok(());
    }
    let present = present(tx, id, leads).await?;
    let these = tx.delete::<Entity>().filter(Column::LeadListId.eq(id));
    these.filter(Column::LeadId.is_in(bulk::padded(present.iter().copied()))).exec(tx).await?;
    count(tx, was, (0, present.intersection(living).count())).await?;
    Ok(())
}
