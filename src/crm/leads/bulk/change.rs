//! The same change for many leads in one transaction; each has an outcome of its own, and one refusal stops no other.

use super::{Outcome, Verdict, repeated};
use crate::{
    crm::{
        activities::{self, Entry},
        leads::{
            party,
            row::edit::Edit,
            tag::{label, spelt},
            update,
        },
    },
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
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// Changes each of `ids`; the outcomes are in that order. `keys`: one per id, or none; an item whose key was used for it before
/// gets the outcome it got then.
pub async fn update_many(
    app: &App,
    scope: &Scope,
    (ids, keys): (Vec<LeadId>, Option<Vec<String>>),
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
    let items = repeated::claim(&tx, ids, keys, &change).await?;
    let wanted: HashSet<LeadId> = items.wanted().into_iter().collect();
    let mut done = HashMap::new();
    let mut history = vec![];
    for (id, row) in held(&tx, items.ids()).await? {
        let outcome = match wanted.contains(&id) {
            false => Outcome::of(Verdict::Unchanged, row),
            true => match one(&mut tx, row, &change, &mut history).await {
                // A refusal was made before anything was written; anything else stops the whole call.
                Err(refused @ (Error::Conflict { .. } | Error::Invalid(_))) => {
                    Outcome::refused(Verdict::Refused, &refused)
                }
                other => other?,
            },
        };
        done.insert(id, outcome);
    }
    activities::insert(&tx, history).await?;
    let outcomes = repeated::outcomes(&tx, items, &done).await?;
    tx.commit().await?;
    Ok(outcomes)
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
        return Ok(Outcome::of(Verdict::Unchanged, saved.row));
    }
    history.extend(update::tell(tx, &saved).await?);
    Ok(Outcome::of(Verdict::Updated, saved.row))
}
