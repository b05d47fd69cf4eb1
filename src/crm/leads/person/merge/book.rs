//! The book of merges: what was before, what changed hands.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use chrono::TimeDelta;
use entity::{
    ids::{LeadId, LeadMergeId},
    json::MovedRows,
    lead,
    lead_merge::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// How long a merge can be undone.
pub(super) const UNDO: TimeDelta = TimeDelta::days(30);
/// Merges shown of one lead, the newest.
const SHOWN: u64 = 1_000;

/// Begins an entry.
pub(super) async fn begin(tx: &Tx, winner: &lead::Model, loser: &lead::Model) -> Result<Model> {
    let row = ActiveModel {
        id: Set(LeadMergeId::new()),
        agency_id: Set(winner.agency_id),
        workspace_id: Set(winner.workspace_id),
        winner_id: Set(winner.id),
        loser_id: Set(loser.id),
        winner_before: Set(serde_json::to_value(winner)?),
        winner_after: Set(Value::Null),
        moved: Set(MovedRows::default()),
        dropped_cards: Set(json!([])),
        undo_until: Set(tx.now() + UNDO),
        undone_at: Set(None),
        created_by: Set(tx.scope().actor().columns().1),
        created_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}

/// Writes what became of the winner, and what was given up.
pub(super) async fn complete(tx: &Tx, id: LeadMergeId, after: &lead::Model, dropped: Value) -> Result<()> {
    let row = ActiveModel {
        id: Unchanged(id),
        winner_after: Set(serde_json::to_value(after)?),
        dropped_cards: Set(dropped),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

pub(super) async fn undone(tx: &Tx, id: LeadMergeId) -> Result<Model> {
    let row = ActiveModel { id: Unchanged(id), undone_at: Set(Some(tx.now())), ..Default::default() };
    Ok(row.update(tx).await?)
}

/// Notes rows of `table` that changed hands with this merge.
pub async fn moved_too(tx: &Tx, id: LeadMergeId, table: &str, ids: Vec<Uuid>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let Model { mut moved, .. } = tx.scope().get::<Entity>(id, tx).await?;
    moved.0.entry(table.to_owned()).or_default().extend(ids);
    let row = ActiveModel { id: Unchanged(id), moved: Set(moved), ..Default::default() };
    row.update(tx).await?;
    Ok(())
}

/// The rows of `table` that changed hands with this merge.
pub async fn moved(tx: &Tx, id: LeadMergeId, table: &str) -> Result<Vec<Uuid>> {
    let Model { mut moved, .. } = tx.scope().get::<Entity>(id, tx).await?;
    Ok(moved.0.remove(table).unwrap_or_default())
}

/// What became part of each of these leads, the latest first.
pub async fn of_winners(app: &App, scope: &Scope, leads: &[LeadId]) -> Result<HashMap<LeadId, Vec<Model>>> {
    scope.require(Permission::Read)?;
    let rows = scope.find::<Entity>().filter(Column::WinnerId.is_in(leads.iter().copied()));
    let rows = rows.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(SHOWN);
    let mut found: HashMap<LeadId, Vec<Model>> = HashMap::new();
    for row in rows.all(&scope.read(app)).await? {
        found.entry(row.winner_id).or_default().push(row);
    }
    Ok(found)
}

/// A row of a lead as the book holds it.
pub(super) fn read(row: &Value) -> Result<lead::Model> {
    serde_json::from_value(row.clone()).map_err(Error::internal)
}
