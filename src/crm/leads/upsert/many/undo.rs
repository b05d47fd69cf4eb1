//! Takes back what writing many people did, of those nobody touched since.

use crate::{
    crm::leads::row::{edit::Edit, numbers, twins::twins},
    kernel::{
        bulk,
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{
    activity::{self, ActivityKind},
    company, enrichment,
    ids::{CompanyId, LeadId, LeadListId},
    lead::{Column, Entity, Model},
    lead_list_member, lead_merge, pipeline_card, prospect, task,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::LockType,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What was done to a lead.
#[derive(Clone, Debug)]
pub struct Done {
    pub lead: LeadId,
    /// It was made.
    pub is_made: bool,
    /// Its version afterwards.
    pub version: i32,
    /// The values that were replaced, and those set in their place, by column.
    pub difference: Option<(Value, Value)>,
}

/// What taking it back did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    Removed,
    Restored,
    /// There was nothing to take back.
    Left,
    /// Somebody changed it since.
    Kept,
}

/// The leads as they are, held in the order of their ids.
pub async fn hold(tx: &Tx, ids: &[LeadId]) -> Result<BTreeMap<LeadId, Model>> {
    let rows = tx.scope().find::<Entity>().filter(Column::Id.is_in(bulk::padded(ids.iter().copied())));
    let rows = rows.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Who of these was made and may go: nobody changed them, and nothing but `list` hangs on them.
pub async fn removable(
    tx: &Tx,
    done: &[Done],
    rows: &BTreeMap<LeadId, Model>,
    list: Option<LeadListId>,
) -> Result<BTreeSet<LeadId>> {
    let is_same = |done: &&Done| {
        let row = rows.get(&done.lead);
        done.is_made
            && row.is_some_and(|row| {
                row.version == done.version && row.deleted_at.is_none() && row.merged_into.is_none()
            })
    };
    let ids: Vec<LeadId> = done.iter().filter(is_same).map(|done| done.lead).collect();
    let entangled = entangled(tx, &ids, list).await?;
    Ok(ids.into_iter().filter(|id| !entangled.contains(id)).collect())
}

async fn entangled(tx: &Tx, ids: &[LeadId], list: Option<LeadListId>) -> Result<BTreeSet<LeadId>> {
    let mut all = BTreeSet::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let own = [ActivityKind::Created, ActivityKind::Updated, ActivityKind::CampaignAdded];
    let history = tx.scope().find::<activity::Entity>().filter(activity::Column::Kind.is_not_in(own));
    all.extend(of(tx, history, activity::Column::LeadId, ids).await?);
    let lists = Condition::all().add_option(list.map(|list| lead_list_member::Column::LeadListId.ne(list)));
    let lists = tx.scope().find::<lead_list_member::Entity>().filter(lists);
    all.extend(of(tx, lists, lead_list_member::Column::LeadId, ids).await?);
    all.extend(of(tx, tx.scope().find::<pipeline_card::Entity>(), pipeline_card::Column::LeadId, ids).await?);
    all.extend(of(tx, tx.scope().find::<task::Entity>(), task::Column::LeadId, ids).await?);
    all.extend(of(tx, tx.scope().find::<enrichment::Entity>(), enrichment::Column::LeadId, ids).await?);
    all.extend(of(tx, tx.scope().find::<prospect::Entity>(), prospect::Column::LeadId, ids).await?);
    all.extend(of(tx, tx.scope().find::<lead_merge::Entity>(), lead_merge::Column::WinnerId, ids).await?);
    Ok(all)
}

async fn of<E: EntityTrait>(
    tx: &Tx,
    rows: Select<E>,
    column: E::Column,
    ids: &[LeadId],
) -> Result<Vec<LeadId>> {
    let rows =
        rows.filter(column.is_in(bulk::padded(ids.iter().copied()))).select_only().column(column).distinct();
    Ok(rows.into_tuple().all(tx).await?)
}

/// Deletes these of the leads held for good, with all that hangs on them. That they left lists and campaigns is the caller's
/// to write before.
pub async fn remove(tx: &mut Tx, leads: &BTreeMap<LeadId, Model>, ids: &BTreeSet<LeadId>) -> Result<()> {
    if !ids.is_empty() {
        tx.delete::<Entity>().filter(Column::Id.is_in(bulk::padded(ids.iter().copied()))).exec(&*tx).await?;
    }
    for lead in ids.iter().filter_map(|id| leads.get(id)) {
        numbers::gone(tx, lead);
    }
    Ok(())
}

/// The companies these worked for before, of those that are still there; they stay until the transaction is over.
pub async fn employers(tx: &Tx, done: &[Done]) -> Result<BTreeSet<CompanyId>> {
    let was = done.iter().filter_map(|done| done.difference.as_ref()?.0.get(EMPLOYER));
    let ids: BTreeSet<CompanyId> = was.filter_map(|id| serde_json::from_value(id.clone()).ok()).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let there = tx.scope().find::<company::Entity>().filter(company::Column::Id.is_in(bulk::padded(ids)));
    // In order, so that two who undo do not wait for each other; whoever would delete one waits.
    let there = there.order_by_asc(company::Column::Id).lock(LockType::KeyShare);
    Ok(there.all(tx).await?.into_iter().map(|row| row.id).collect())
}

/// Puts back the values that were replaced, where they are still those that were set. `there`: see [`employers`].
pub async fn restore(tx: &mut Tx, row: Model, done: &Done, there: &BTreeSet<CompanyId>) -> Result<Undone> {
    let Some((Value::Object(was), Value::Object(became))) = &done.difference else { return Ok(Undone::Left) };
    let is_gone = row.deleted_at.is_some() || row.merged_into.is_some();
    let (is, all) = (put_back(&row, (was, became), there)?, !is_gone);
    let Some((is, is_whole)) = is.filter(|_| all) else { return Ok(Undone::Kept) };
    // Somebody else may have taken a key meanwhile.
    if !twins(tx, &is).await?.is_empty() {
        return Ok(Undone::Kept);
    }
    let mut edit = Edit::of(row);
    edit.row = is;
    edit.save(tx).await?;
    Ok(if is_whole { Undone::Restored } else { Undone::Kept })
}

/// Follows from other columns, whatever it was.
const SEARCHED: &str = "search_text";
/// The one column of those an import sets that says which row of another table it is about.
const EMPLOYER: &str = "company_id";

/// The row with its old values, and whether all of them could be put back; `None`: none could.
fn put_back(
    row: &Model,
    (was, became): (&Map<String, Value>, &Map<String, Value>),
    there: &BTreeSet<CompanyId>,
) -> Result<Option<(Model, bool)>> {
    let Value::Object(mut fields) = serde_json::to_value(row)? else {
        return Err(Error::bug("a lead is an object"));
    };
    let set: Vec<(&String, &Value)> = became.iter().filter(|(name, _)| *name != SEARCHED).collect();
    let old: Option<CompanyId> = was.get(EMPLOYER).and_then(|id| serde_json::from_value(id.clone()).ok());
    // Deleted meanwhile: nobody can work there any more.
    let has_closed = old.is_some_and(|id| !there.contains(&id));
    let is_open = |(name, value): &&(&String, &Value)| {
        fields.get(*name) == Some(*value) && !(has_closed && *name == EMPLOYER)
    };
    let open: Vec<&String> = set.iter().filter(is_open).map(|(name, _)| *name).collect();
    if open.is_empty() && !set.is_empty() {
        return Ok(None);
    }
    let is_whole = open.len() == set.len();
    // The person's own words follow when the row is saved; those of the company stand in the old ones.
    if let Some(words) = was.get(SEARCHED).filter(|_| open.iter().any(|name| *name == EMPLOYER)) {
        fields.insert(SEARCHED.to_owned(), words.clone());
    }
    for name in open {
        fields.insert(name.clone(), was.get(name).cloned().unwrap_or(Value::Null));
    }
    Ok(Some((serde_json::from_value(Value::Object(fields))?, is_whole)))
}
