//! Taking a merge back: what moved and is still there goes back, what the merge changed and nobody changed since is as it was.

use super::{
    book, cards,
    rows::hand_back,
    unite::{campaigns_of, retell_tasks},
};
use crate::{
    crm::{
        activities::{self, Entry},
        campaigns::counts::{self, Counts},
        events::people::{LeadMergeUndone, LeadRestored},
        leads::row::{
            edit::{Edit, Saved},
            numbers, twins,
        },
        lists,
    },
    kernel::{
        app::App,
        change,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    activity::{self, ActivityKind},
    campaign_lead, company,
    ids::{LeadId, LeadMergeId, TypedId},
    lead::{self, Column},
    lead_list_member,
    lead_merge::{Entity, Model},
    task,
};
use sea_orm::ModelTrait;

/// Makes the loser a lead of its own again. Refused when its time is over, when the winner is gone, or when somebody else is
/// the loser by now.
pub async fn undo(app: &App, scope: &Scope, id: LeadMergeId) -> Result<(lead::Model, lead::Model, Model)> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let seen = scope.get::<Entity>(id, &tx).await?;
    let (winner, loser) = held(&tx, &seen).await?;
    let entry = tx.hold::<Entity>(id).await?;
    decide(&tx, &entry, &winner, &loser)?;
    counts::hold_of(&tx, &[winner.id, loser.id]).await?;
    let saved = as_before(&mut tx, &entry, winner).await?;
    twins::refuse(&tx, &loser).await?;
    // Before what was moved comes back: only where both were did the number go down.
    lists::count_lead(&tx, loser.id, 1).await?;
    move_back(&mut tx, &entry, &saved.row, &loser).await?;
    let back = revive(&mut tx, loser).await?;
    let entry = book::undone(&tx, id).await?;
    tell(&mut tx, &entry, &saved, &back).await?;
    tx.commit().await?;
    Ok((saved.row, back.row, entry))
}

/// Both, in the order of their ids, deleted or not.
async fn held(tx: &Tx, entry: &Model) -> Result<(lead::Model, lead::Model)> {
    let mut ids: Vec<LeadId> = vec![entry.winner_id, entry.loser_id];
    ids.sort_unstable();
    let mut rows = vec![];
    for id in ids {
        rows.push(tx.hold::<lead::Entity>(id).await?);
    }
    let both = rows.iter().position(|row| row.id == entry.winner_id).map(|at| rows.swap_remove(at));
    both.zip(rows.pop()).ok_or(Error::NotFound("lead"))
}

fn decide(tx: &Tx, entry: &Model, winner: &lead::Model, loser: &lead::Model) -> Result<()> {
    if entry.undone_at.is_some() {
        return Err(Error::conflict("This merge is undone already."));
    }
    if tx.now() > entry.undo_until {
        let message = format!("This merge could be undone until {}.", entry.undo_until.to_rfc3339());
        return Err(Error::conflict(message));
    }
    if let Some(into) = winner.merged_into {
        return Err(Error::conflict_with_hint(
            "The lead that stayed became part of another since.",
            format!("Undo the merge into {} first.", into.shown()),
        ));
    }
    if winner.deleted_at.is_some() {
        return Err(Error::conflict_with_hint(
            "The lead that stayed is deleted.",
            "Bring it back with `leadRestore` first.",
        ));
    }
    if loser.merged_into != Some(winner.id) {
        return Err(Error::conflict("The other lead is not part of this one any more."));
    }
    Ok(())
}

/// Each field the merge changed is as it was before, unless somebody has changed it since.
async fn as_before(tx: &mut Tx, entry: &Model, winner: lead::Model) -> Result<Saved> {
    let (before, after) = (book::read(&entry.winner_before)?, book::read(&entry.winner_after)?);
    let mut edit = Edit::of(winner);
    for column in change::columns::<lead::Entity>(&before, &after) {
        let is_followed = matches!(column, Column::Version | Column::UpdatedAt | Column::LastActivityAt);
        if !is_followed && edit.row.get(column) == after.get(column) {
            edit.row.set(column, before.get(column));
        }
    }
    if before.company_id != after.company_id {
        let company = match edit.row.company_id {
            Some(id) => Some(tx.scope().get::<company::Entity>(id, tx).await?),
            None => None,
        };
        edit.employ(company.as_ref());
    }
    edit.in_order().save(tx).await
}

async fn move_back(tx: &mut Tx, entry: &Model, winner: &lead::Model, loser: &lead::Model) -> Result<()> {
    let way = (winner.id, loser.id);
    let ids = |table: &str| entry.moved.0.get(table).cloned().unwrap_or_default();
    hand_back::<activity::Entity>(tx, activity::Column::LeadId, way, &ids("activity")).await?;
    let joined =
        hand_back::<campaign_lead::Entity>(tx, campaign_lead::Column::LeadId, way, &ids("campaign_lead"))
            .await?;
    let campaigns = campaigns_of(tx, &joined).await?;
    counts::add(tx, &campaigns, -Counts::of(winner)).await?;
    numbers::left(tx, &campaigns, winner);
    let column = lead_list_member::Column::LeadId;
    hand_back::<lead_list_member::Entity>(tx, column, way, &ids("lead_list_member")).await?;
    let due = hand_back::<task::Entity>(tx, task::Column::LeadId, way, &ids("task")).await?;
    let dropped = serde_json::from_value(entry.dropped_cards.clone()).map_err(Error::internal)?;
    cards::hand_back(tx, winner, loser, (&ids("pipeline_card"), dropped)).await?;
    retell_tasks(tx, &due).await
}

async fn revive(tx: &mut Tx, loser: lead::Model) -> Result<Saved> {
    let mut edit = Edit::of(loser);
    (edit.row.deleted_at, edit.row.merged_into) = (None, None);
    edit.in_order().save(tx).await
}

async fn tell(tx: &mut Tx, entry: &Model, saved: &Saved, back: &Saved) -> Result<()> {
    let line = format!("{} is a lead of its own again", back.row.id.shown());
    let entries = vec![
        Entry::new(saved.row.id, ActivityKind::Updated, line),
        Entry::new(back.row.id, ActivityKind::Restored, "Is a lead of its own again"),
    ];
    activities::insert(tx, entries).await?;
    let (loser, changes) = (back.row.id, saved.changes.clone());
    let personal = saved.personal(&changes)?;
    tx.emit(&LeadMergeUndone { lead: saved.lead(), loser, merge: entry.id, changes, personal }).await?;
    tx.emit(&LeadRestored { lead: back.lead() }).await
}
