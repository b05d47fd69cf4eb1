//! What a person must do about a lead or a card: made, changed, given away, done.

mod change;
mod create;
mod read;

pub use change::{TaskPatch, complete, reassign, update};
pub use create::{NewTask, create};
pub use read::{TaskFilter, TaskOrder, count, list};

use crate::{
    crm::events::tasks::TaskRef,
    kernel::{error::Result, tx::Tx},
};
use entity::{lead, task::Model};

/// What facts say of a task.
pub(in crate::crm) async fn told(tx: &Tx, row: &Model) -> Result<TaskRef> {
    let lead = match row.lead_id {
        Some(id) => Some(tx.scope().get::<lead::Entity>(id, tx).await?),
        None => None,
    };
    Ok(TaskRef {
        task: row.id,
        kind: row.kind,
        lead: row.lead_id,
        card: row.card_id,
        assignee: row.assignee_id,
        workspace: lead.map(|lead| lead.workspace_id),
        is_done: row.done_at.is_some(),
    })
}
