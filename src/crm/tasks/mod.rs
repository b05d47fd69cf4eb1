//! What a person must do about a lead or a card: made, changed, given away, done.

mod change;
mod create;
mod read;

pub use change::{TaskPatch, complete, reassign, update};
pub use create::{NewTask, create};
pub use read::{TaskFilter, TaskOrder, count, list};

use crate::{
    crm::events::tasks::TaskRef,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{ids::LeadId, lead, task::Model};
use std::collections::{BTreeSet, HashMap};

/// What facts say of a task.
pub(in crate::crm) async fn told(tx: &Tx, row: &Model) -> Result<TaskRef> {
    let mut all = told_all(tx, std::slice::from_ref(row)).await?;
    all.pop().ok_or_else(|| Error::bug("a task without words"))
}

/// The same of many.
pub(in crate::crm) async fn told_all(tx: &Tx, rows: &[Model]) -> Result<Vec<TaskRef>> {
    let ids: BTreeSet<LeadId> = rows.iter().filter_map(|row| row.lead_id).collect();
    let ids: Vec<LeadId> = ids.into_iter().collect();
    let leads = tx.scope().get_all::<lead::Entity>(&ids, tx).await?;
    let homes: HashMap<LeadId, _> = leads.into_iter().map(|lead| (lead.id, lead.workspace_id)).collect();
    let words = |row: &Model| TaskRef {
        task: row.id,
        kind: row.kind,
        lead: row.lead_id,
        card: row.card_id,
        assignee: row.assignee_id,
        workspace: row.lead_id.and_then(|id| homes.get(&id).copied()),
        is_done: row.done_at.is_some(),
    };
    Ok(rows.iter().map(words).collect())
}
