//! Changes what is known about a lead, and takes the step that leads to a wanted status.

use super::{
    party,
    row::edit::{Edit, Saved},
    row::told,
    row::twins,
    state::{reachable, step_to},
    tag,
    values::{LeadPatch, apply},
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::{LeadAssigned, LeadStatusChanged, LeadUpdated},
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
    activity::ActivityKind,
    ids::{LeadId, MembershipId},
    lead::{LeadStatus, Model},
};

/// A change of one lead.
#[derive(Clone, Debug)]
pub struct LeadChange {
    pub id: LeadId,
    pub expected_version: Option<i32>,
    /// The status it should have: the one step that leads there is taken.
    pub status: Option<LeadStatus>,
    pub assignee: Patch<MembershipId>,
    pub values: LeadPatch,
}

pub async fn update(app: &App, scope: &Scope, change: LeadChange) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, change.id).await?;
    let company = party::employer(&tx, &change.values.company).await?;
    let assignee = party::reassignment(&tx, &change.assignee).await?;
    edit.expect(change.expected_version)?;
    party::same_workspace(&edit.row, company.as_ref())?;
    let is_moving = change.values.company != Patch::Keep;
    apply(&mut edit.row, change.values)?;
    edit.row.assigned_to = assignee.over(edit.row.assigned_to);
    if is_moving {
        edit.employ(company.as_ref());
    }
    if edit.has_new_key() {
        twins::refuse(&tx, &edit.row).await?;
    }
    take(&tx, &mut edit, change.status).await?;
    let saved = edit.save(&mut tx).await?;
    let told = tell(&mut tx, &saved).await?;
    activities::insert(&tx, told).await?;
    tx.commit().await?;
    Ok(saved.row)
}

/// The step to the wanted status, or a refusal that names those that can be reached.
pub(super) async fn take(tx: &Tx, edit: &mut Edit, wanted: Option<LeadStatus>) -> Result<()> {
    let from = edit.row.status;
    let Some(to) = wanted.filter(|to| *to != from) else { return Ok(()) };
    match step_to(from, to) {
        Some(step) => edit.step(tx, step, None).await,
        None => Err(illegal(from, to)),
    }
}

fn illegal(from: LeadStatus, to: LeadStatus) -> Error {
    let name = |status: LeadStatus| sea_orm::ActiveEnum::to_value(&status);
    let legal: Vec<String> = reachable(from).map(name).collect();
    let legal = if legal.is_empty() { "no other status".into() } else { legal.join(", ") };
    let message = format!("A lead that is {} cannot become {}.", name(from), name(to));
    Error::conflict_with_hint(message, format!("It can become: {legal}."))
}

/// States what changed, a fact per kind of change; the lines for the lead's history are returned.
pub(super) async fn tell(tx: &mut Tx, saved: &Saved) -> Result<Vec<Entry>> {
    let (id, lead) = (saved.row.id, saved.lead());
    let [_, assigned, rest] = saved.by_kind();
    let mut entries: Vec<Entry> = tell_step(tx, saved).await?.into_iter().collect();
    entries.extend(tag::tell(tx, saved).await?);
    if !assigned.is_empty() {
        let (from, to) = (saved.was.assigned_to, saved.row.assigned_to);
        entries.push(Entry::new(id, ActivityKind::Assigned, told::assignment(to)));
        tx.emit(&LeadAssigned { lead, from, to, changes: assigned }).await?;
    }
    if !rest.is_empty() {
        entries.push(Entry::new(id, ActivityKind::Updated, told::summary(&rest)));
        let by_hand = Some(saved.personal(&rest)?);
        tx.emit(&LeadUpdated { lead, changes: rest, by_hand }).await?;
    }
    Ok(entries)
}

/// The same for the status alone.
pub(super) async fn tell_step(tx: &mut Tx, saved: &Saved) -> Result<Option<Entry>> {
    let from = saved.was.status;
    if from == saved.row.status {
        return Ok(None);
    }
    let [changes, ..] = saved.by_kind();
    let personal = saved.personal(&changes)?;
    tx.emit(&LeadStatusChanged { lead: saved.lead(), from, changes, personal }).await?;
    let line = told::step(from, saved.row.status);
    Ok(Some(Entry::new(saved.row.id, ActivityKind::StatusChanged, line)))
}
