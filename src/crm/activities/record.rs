//! Writing activities. Summaries hold no personal values, save a note's, which is what somebody wrote.

use crate::kernel::{bulk, error::Result, tx::Tx};
use chrono::{DateTime, Utc};
use entity::{
    activity::{self, ActivityKind},
    ids::{ActivityId, LeadId},
    lead,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

/// Above this, a statement of its own for each number of rows is too many texts.
const MANY: usize = 32;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    pub lead: LeadId,
    pub kind: ActivityKind,
    /// One line.
    pub summary: String,
    /// When, if not now.
    pub at: Option<DateTime<Utc>>,
}

impl Entry {
    pub fn new(lead: LeadId, kind: ActivityKind, summary: impl Into<String>) -> Self {
        Self { lead, kind, summary: summary.into(), at: None }
    }
}

/// Records what happened around leads that are not changed themselves: their `last_activity_at` follows.
pub async fn record(tx: &Tx, entries: Vec<Entry>) -> Result<()> {
    let leads: Vec<LeadId> = entries.iter().map(|entry| entry.lead).collect();
    insert(tx, entries).await?;
    tx.update::<lead::Entity>()
        .col_expr(lead::Column::LastActivityAt, Expr::val(tx.now()))
        .filter(lead::Column::Id.is_in(leads))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the rows alone, for commands that change the lead in the same breath.
pub async fn insert(tx: &Tx, entries: impl IntoIterator<Item = Entry>) -> Result<()> {
    let (actor_type, actor_id) = tx.scope().actor().columns();
    let row = |entry: Entry| activity::Model {
        id: ActivityId::new(),
        agency_id: tx.scope().agency(),
        lead_id: entry.lead,
        kind: entry.kind,
        summary: entry.summary,
        actor_type,
        actor_id,
        at: entry.at.unwrap_or(tx.now()),
    };
    let rows: Vec<_> = entries.into_iter().map(row).collect();
    if rows.len() > MANY {
        bulk::insert::<activity::Entity>(tx, &rows).await?;
    } else if !rows.is_empty() {
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        activity::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
