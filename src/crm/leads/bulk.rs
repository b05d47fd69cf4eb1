//! The same change for many leads in one transaction; each has an outcome of its own, and one refusal stops no other.

use super::{
    party,
    row::edit::Edit,
    tag::{label, spelt},
    update,
};
use crate::{
    crm::activities::{self, Entry},
    kernel::{
        app::App,
        error::{Error, Result},
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{LeadId, MembershipId},
    lead::{Column, Entity, LeadStatus, Model, Priority, Segment},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use std::collections::{BTreeMap, HashMap};

/// Most leads in one call.
pub const MAX_LEADS: usize = 500;

/// What to change in each of them.
#[derive(Clone, Debug, Default)]
pub struct BulkChange {
    pub status: Option<LeadStatus>,
    pub priority: Option<Priority>,
    pub segment: Patch<Segment>,
    pub assignee: Patch<MembershipId>,
    pub add_tags: Vec<String>,
    pub remove_tags: Vec<String>,
}

/// What became of one lead.
#[derive(Clone, Debug)]
pub enum Outcome {
    Updated(Box<Model>),
    /// It was like that already.
    Unchanged(Box<Model>),
    /// Why not.
    Refused(Error),
    NotFound,
}

/// Changes each of `ids`; the outcomes are in that order.
pub async fn update_many(
    app: &App,
    scope: &Scope,
    ids: Vec<LeadId>,
    mut change: BulkChange,
) -> Result<Vec<(LeadId, Outcome)>> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    change.assignee = party::reassignment(&tx, &change.assignee).await?;
    if !(1..=MAX_LEADS).contains(&ids.len()) {
        return Err(Error::invalid("ids", format!("1 to {MAX_LEADS} leads")));
    }
    let (add, remove) = (std::mem::take(&mut change.add_tags), std::mem::take(&mut change.remove_tags));
    (change.add_tags, change.remove_tags) = spelt(add, remove, "addTags", "removeTags")?;
    let mut done = HashMap::new();
    let mut history = vec![];
    for (id, row) in held(&tx, &ids).await? {
        let outcome = match one(&mut tx, row, &change, &mut history).await {
            // A refusal was made before anything was written; anything else stops the whole call.
            Err(refused @ (Error::Conflict { .. } | Error::Invalid(_))) => Outcome::Refused(refused),
            other => other?,
        };
        done.insert(id, outcome);
    }
    activities::insert(&tx, history).await?;
    tx.commit().await?;
    Ok(ids.into_iter().map(|id| (id, done.get(&id).cloned().unwrap_or(Outcome::NotFound))).collect())
}

/// The live leads, held in the order of their ids, so that two calls do not wait for each other in a circle.
async fn held(tx: &Tx, ids: &[LeadId]) -> Result<BTreeMap<LeadId, Model>> {
    let these = tx.scope().find::<Entity>().filter(Column::Id.is_in(ids.iter().copied()));
    let live = these.filter(Column::DeletedAt.is_null()).order_by_asc(Column::Id);
    let rows = live.lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn one(tx: &mut Tx, row: Model, change: &BulkChange, history: &mut Vec<Entry>) -> Result<Outcome> {
    let mut edit = Edit::of(row);
    label(&mut edit.row, &change.add_tags, &change.remove_tags)?;
    edit.row.priority = change.priority.unwrap_or(edit.row.priority);
    edit.row.segment = change.segment.clone().over(edit.row.segment);
    edit.row.assigned_to = change.assignee.clone().over(edit.row.assigned_to);
    update::take(tx, &mut edit, change.status).await?;
    let saved = edit.save(tx).await?;
    if saved.changes.is_empty() {
        return Ok(Outcome::Unchanged(Box::new(saved.row)));
    }
    history.extend(update::tell(tx, &saved).await?);
    Ok(Outcome::Updated(Box::new(saved.row)))
}
