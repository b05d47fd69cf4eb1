//! Puts leads into a list and takes them out; each lead has an outcome of its own, the count stays exact.

use super::{
    edit::{changed, hold},
    repeated::{claim, unchanged},
};
use crate::{
    crm::events::people::{LeadListMembersChanged, LeadListRef},
    kernel::{
        app::App,
        bulk, change,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{LeadId, LeadListId, LeadListMemberId},
    lead, lead_list,
    lead_list_member::{self, Column, Entity},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, ExprTrait, LockType},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most leads in one call.
pub const MAX_LEADS: usize = 500;

/// What became of one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Membership {
    Added,
    Removed,
    /// It was in the list already, or was not in it.
    Unchanged,
    /// There is no such lead.
    NotFound,
    /// A list holds leads of its own workspace.
    OtherWorkspace,
    /// Its key was used for another item.
    Mismatch,
}

/// One lead and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub lead: LeadId,
    pub membership: Membership,
}

/// The list afterwards, and an outcome per lead in the order given.
#[derive(Clone, Debug)]
pub struct Changed {
    pub list: lead_list::Model,
    pub outcomes: Vec<Outcome>,
}

/// Puts leads into a list. `keys`: one per lead, or none; who comes again with a key gets the outcome it got first and is not
/// touched, also when it has left since.
pub async fn add_leads(
    app: &App,
    scope: &Scope,
    id: LeadListId,
    (leads, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Changed> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let items = claim(&tx, "leadListAddLeads", id, (leads, keys)).await?;
    let wanted = items.wanted();
    let changed =
        if wanted.is_empty() { unchanged(&tx, id).await? } else { add_leads_in(&mut tx, id, wanted).await? };
    let changed = changed.settled(&tx, items).await?;
    tx.commit().await?;
    Ok(changed)
}

/// The same inside a larger unit of work. When it refuses, nothing was written.
pub async fn add_leads_in(tx: &mut Tx, id: LeadListId, leads: Vec<LeadId>) -> Result<Changed> {
    tx.scope().require(Permission::WriteBoards)?;
    let known = known(tx, &leads).await?;
    let was = hold(tx, id).await?;
    limited(&leads)?;
    let present = present(tx, id, &leads).await?;
    let judge = |lead: &LeadId| match known.get(lead) {
        None => Membership::NotFound,
        Some(_) if present.contains(lead) => Membership::Unchanged,
        Some(of) if of.workspace_id != was.workspace_id => Membership::OtherWorkspace,
        Some(_) => Membership::Added,
    };
    let outcomes = each_once(leads, judge);
    let added = with(&outcomes, Membership::Added);
    let rows = added.iter().map(|lead| lead_list_member::ActiveModel {
        id: Set(LeadListMemberId::new()),
        agency_id: Set(tx.scope().agency()),
        lead_list_id: Set(id),
        lead_id: Set(*lead),
        added_by: Set(tx.scope().actor().columns().1),
        created_at: Set(tx.now()),
    });
    if !added.is_empty() {
        Entity::insert_many(rows.collect::<Vec<_>>()).exec_without_returning(&*tx).await?;
    }
    let list = count(tx, was, (added.len(), 0)).await?;
    Ok(Changed { list, outcomes })
}

/// Takes leads out of a list; `keys` as for [`add_leads`].
pub async fn remove_leads(
    app: &App,
    scope: &Scope,
    id: LeadListId,
    (leads, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Changed> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let items = claim(&tx, "leadListRemoveLeads", id, (leads, keys)).await?;
    let wanted = items.wanted();
    let changed = if wanted.is_empty() {
        unchanged(&tx, id).await?
    } else {
        remove_leads_in(&mut tx, id, wanted).await?
    };
    let changed = changed.settled(&tx, items).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn remove_leads_in(tx: &mut Tx, id: LeadListId, leads: Vec<LeadId>) -> Result<Changed> {
    let known = known(tx, &leads).await?;
    let was = hold(tx, id).await?;
    let present = present(tx, id, &leads).await?;
    let judge = |lead: &LeadId| match known.get(lead) {
        None => Membership::NotFound,
        Some(_) if present.contains(lead) => Membership::Removed,
        Some(_) => Membership::Unchanged,
    };
    let outcomes = each_once(leads, judge);
    let removed = with(&outcomes, Membership::Removed);
    if !removed.is_empty() {
        let these = tx.delete::<Entity>().filter(Column::LeadListId.eq(id));
        these.filter(Column::LeadId.is_in(removed.iter().copied())).exec(&*tx).await?;
    }
    let list = count(tx, was, (0, removed.len())).await?;
    Ok(Changed { list, outcomes })
}

/// A lead was deleted (-1) or came back (1): the lists it is in count live leads only.
pub async fn count_lead(tx: &Tx, lead: LeadId, by: i32) -> Result<()> {
    let lists = tx.scope().find::<Entity>().filter(Column::LeadId.eq(lead));
    let lists = lists.select_only().column(Column::LeadListId).into_query();
    let counted = Expr::col(lead_list::Column::LeadCount).add(by);
    let these = tx.update::<lead_list::Entity>().col_expr(lead_list::Column::LeadCount, counted);
    these.filter(lead_list::Column::Id.in_subquery(lists)).exec(tx).await?;
    Ok(())
}

/// The live leads among these, held in the order of their ids: none is deleted while it joins or leaves.
async fn known(tx: &Tx, leads: &[LeadId]) -> Result<BTreeMap<LeadId, lead::Model>> {
    let some = leads.iter().copied().take(MAX_LEADS + 1);
    let live = tx.scope().find::<lead::Entity>().filter(lead::Column::Id.is_in(some));
    let live = live.filter(lead::Column::DeletedAt.is_null()).order_by_asc(lead::Column::Id);
    let rows = live.lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

pub(super) async fn present(tx: &Tx, list: LeadListId, leads: &[LeadId]) -> Result<BTreeSet<LeadId>> {
    let members = tx.scope().find::<Entity>().filter(Column::LeadListId.eq(list));
    let members = members.filter(Column::LeadId.is_in(bulk::padded(leads.iter().copied()))).all(tx).await?;
    Ok(members.into_iter().map(|member| member.lead_id).collect())
}

pub(super) fn limited(leads: &[LeadId]) -> Result<()> {
    let is_right = (1..=MAX_LEADS).contains(&leads.len());
    if is_right { Ok(()) } else { Err(Error::invalid("leadIds", format!("1 to {MAX_LEADS} leads"))) }
}

/// A lead that is named twice joins or leaves once.
fn each_once(leads: Vec<LeadId>, judge: impl Fn(&LeadId) -> Membership) -> Vec<Outcome> {
    let mut seen = BTreeSet::new();
    let outcome = |lead: LeadId| {
        let first = judge(&lead);
        let is_change = matches!(first, Membership::Added | Membership::Removed);
        let is_again = !seen.insert(lead);
        Outcome { lead, membership: if is_again && is_change { Membership::Unchanged } else { first } }
    };
    leads.into_iter().map(outcome).collect()
}

fn with(outcomes: &[Outcome], membership: Membership) -> Vec<LeadId> {
    outcomes.iter().filter(|o| o.membership == membership).map(|o| o.lead).collect()
}

/// Writes the new count and states the fact, if anything changed.
pub(super) async fn count(
    tx: &mut Tx,
    was: lead_list::Model,
    (added, removed): (usize, usize),
) -> Result<lead_list::Model> {
    if added + removed == 0 {
        return Ok(was);
    }
    let number = |n: usize| i32::try_from(n).map_err(Error::internal);
    let lead_count = was.lead_count + number(added)? - number(removed)?;
    let row = lead_list::Model { lead_count, ..changed(tx, &was) };
    change::write::<lead_list::Entity>(tx, &was, &row).await?;
    let list = LeadListRef::from(&row);
    tx.emit(&LeadListMembersChanged { list, added, removed, lead_count }).await?;
    Ok(row)
}
