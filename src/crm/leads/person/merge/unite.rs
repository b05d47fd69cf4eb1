//! Merging: what is decided, and what moves.

use super::{book, cards, fields::united, rows::hand_over};
use crate::{
    crm::{
        activities::{self, Entry},
        campaigns::counts::{self, Counts},
        events::{
            people::{LeadDeleted, LeadMerged},
            tasks::TaskUpdated,
        },
        leads::row::{
            edit::{Edit, Saved},
            numbers::{self, Why},
        },
        lists, tasks,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    activity::{self, ActivityKind},
    campaign_lead, company,
    ids::{CampaignId, LeadId, TypedId},
    lead, lead_list_member,
    lead_merge::{self, Model},
    task,
    tenancy::Tenanted,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

/// Which two leads are one person.
#[derive(Clone, Debug)]
pub struct Merging {
    /// Stays.
    pub winner: LeadId,
    /// Becomes part of it.
    pub loser: LeadId,
    /// Everything is done, looked at, and not kept.
    pub is_dry_run: bool,
    pub expected_version: Option<i32>,
    pub loser_expected_version: Option<i32>,
}

/// What became of a merge, or would.
#[derive(Clone, Debug)]
pub struct Merged {
    pub lead: lead::Model,
    pub merge: Model,
    pub is_dry_run: bool,
    /// The winner's fields that are other than before.
    pub changed: Vec<String>,
}

/// Makes the loser part of the winner. Nothing is lost: within its time, `undo` takes it back.
pub async fn merge(app: &App, scope: &Scope, ask: Merging) -> Result<Merged> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (winner, loser) = open(&tx, &ask).await?;
    decide(&ask, &winner, &loser)?;
    let (was, before) = (winner.row.clone(), loser.row.clone());
    let after = united(&was, &before)?;
    let entry = book::begin(&tx, &was, &before).await?;
    counts::hold_of(&tx, &[was.id, before.id]).await?;
    let gone = part_with(&mut tx, loser, was.id).await?;
    let dropped = move_relations(&mut tx, &entry, &was, &gone.row).await?;
    let saved = take_in(&mut tx, winner, after).await?;
    book::complete(&tx, entry.id, &saved.row, serde_json::to_value(dropped)?).await?;
    let changed = saved.changes.iter().map(|change| change.field.clone()).collect();
    tell(&mut tx, &entry, &saved, &gone).await?;
    let merge = scope.get::<lead_merge::Entity>(entry.id, &tx).await?;
    if !ask.is_dry_run {
        tx.commit().await?;
    }
    Ok(Merged { lead: saved.row, merge, is_dry_run: ask.is_dry_run, changed })
}

/// Both, held in the order of their ids: two merges of the same people do not wait for each other in a circle.
async fn open(tx: &Tx, ask: &Merging) -> Result<(Edit, Edit)> {
    if ask.winner <= ask.loser {
        let winner = Edit::open(tx, ask.winner).await?;
        return Ok((winner, Edit::open(tx, ask.loser).await?));
    }
    let loser = Edit::open(tx, ask.loser).await?;
    Ok((Edit::open(tx, ask.winner).await?, loser))
}

fn decide(ask: &Merging, winner: &Edit, loser: &Edit) -> Result<()> {
    if winner.row.id == loser.row.id {
        return Err(Error::invalid("loserId", "another lead than the winner"));
    }
    if winner.row.workspace_id != loser.row.workspace_id {
        return Err(Error::invalid("loserId", "a lead of the winner's workspace"));
    }
    winner.expect(ask.expected_version)?;
    loser.expect(ask.loser_expected_version)
}

/// The loser goes first, and frees the keys that tell people apart.
async fn part_with(tx: &mut Tx, mut loser: Edit, winner: LeadId) -> Result<Saved> {
    (loser.row.deleted_at, loser.row.merged_into) = (Some(tx.now()), Some(winner));
    loser.in_order().save(tx).await
}

async fn take_in(tx: &mut Tx, mut winner: Edit, after: lead::Model) -> Result<Saved> {
    let is_moving = winner.row.company_id != after.company_id;
    winner.row = after;
    if let (true, Some(id)) = (is_moving, winner.row.company_id) {
        let company = tx.scope().get::<company::Entity>(id, tx).await?;
        winner.employ(Some(&company));
    }
    winner.in_order().save(tx).await
}

/// Moves what belongs to the loser. Where both are in the same campaign or list, the loser's place stays with it, unseen.
async fn move_relations(
    tx: &mut Tx,
    entry: &Model,
    winner: &lead::Model,
    loser: &lead::Model,
) -> Result<Vec<cards::Dropped>> {
    let (way, all) = ((loser.id, winner.id), Condition::all());
    let (lead, campaign) = (campaign_lead::Column::LeadId, campaign_lead::Column::CampaignId);
    let own = places::<campaign_lead::Entity>(tx, (lead, campaign), winner.id);
    let new = all.clone().add(campaign.not_in_subquery(own));
    let joined = hand_over::<campaign_lead::Entity>(tx, lead, way, new).await?;
    let campaigns = campaigns_of(tx, &joined).await?;
    counts::add(tx, &campaigns, Counts::of(winner)).await?;
    numbers::joined(tx, &campaigns, winner, Why::Ordered);
    let (lead, list) = (lead_list_member::Column::LeadId, lead_list_member::Column::LeadListId);
    let own = places::<lead_list_member::Entity>(tx, (lead, list), winner.id);
    let new = all.clone().add(list.not_in_subquery(own));
    let listed = hand_over::<lead_list_member::Entity>(tx, lead, way, new).await?;
    // What is left with the loser is where both were: one person counts once.
    lists::count_lead(tx, loser.id, -1).await?;
    let told = hand_over::<activity::Entity>(tx, activity::Column::LeadId, way, all.clone()).await?;
    let (moved, dropped) = cards::hand_over(tx, winner, loser).await?;
    let due = hand_over::<task::Entity>(tx, task::Column::LeadId, way, all).await?;
    retell_tasks(tx, &due).await?;
    let moved = [
        ("activity", told),
        ("campaign_lead", joined),
        ("lead_list_member", listed),
        ("pipeline_card", moved),
        ("task", due),
    ];
    for (table, ids) in moved {
        book::moved_too(tx, entry.id, table, ids).await?;
    }
    Ok(dropped)
}

/// Where the winner is already.
fn places<E: Tenanted>(tx: &Tx, (lead, of): (E::Column, E::Column), winner: LeadId) -> SelectStatement {
    tx.scope().find::<E>().filter(lead.eq(winner)).select_only().column(of).into_query()
}

/// The campaigns of these places.
pub(super) async fn campaigns_of(tx: &Tx, joined: &[Uuid]) -> Result<Vec<CampaignId>> {
    let rows = tx.scope().find::<campaign_lead::Entity>();
    let rows = rows.filter(campaign_lead::Column::Id.is_in(joined.iter().copied()));
    Ok(rows.all(tx).await?.into_iter().map(|row| row.campaign_id).collect())
}

/// Tasks are about somebody else now.
pub(super) async fn retell_tasks(tx: &mut Tx, ids: &[Uuid]) -> Result<()> {
    let update = tx.update::<task::Entity>();
    let update = update.col_expr(task::Column::Version, Expr::col(task::Column::Version).add(1));
    let update = update.col_expr(task::Column::UpdatedAt, Expr::val(tx.now()));
    update.filter(task::Column::Id.is_in(ids.iter().copied())).exec(&*tx).await?;
    let rows = tx.scope().find::<task::Entity>().filter(task::Column::Id.is_in(ids.iter().copied()));
    let rows = rows.all(&*tx).await?;
    for of in tasks::told_all(tx, &rows).await? {
        tx.emit(&TaskUpdated { of, changes: vec![FieldChange::hidden("lead")], words: vec![] }).await?;
    }
    Ok(())
}

async fn tell(tx: &mut Tx, entry: &Model, saved: &Saved, gone: &Saved) -> Result<()> {
    let line = format!("{} became part of this lead", gone.row.id.shown());
    activities::insert(tx, vec![Entry::new(saved.row.id, ActivityKind::Merged, line)]).await?;
    let (loser, changes) = (gone.row.id, saved.changes.clone());
    let personal = saved.personal(&changes)?;
    tx.emit(&LeadMerged { lead: saved.lead(), loser, merge: entry.id, changes, personal }).await?;
    tx.emit(&LeadDeleted { lead: gone.lead() }).await
}
