//! What became part of a person: by one merge after the other, it may be through several.

use crate::kernel::{error::Result, tx::Tx};
use entity::{
    ids::LeadId,
    lead::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

/// What became part of this lead, directly or through others.
pub async fn parts(tx: &Tx, id: LeadId) -> Result<Vec<Model>> {
    gathered(tx, id, false).await
}

/// The same, held.
pub(super) async fn hold_parts(tx: &Tx, id: LeadId) -> Result<Vec<Model>> {
    gathered(tx, id, true).await
}

async fn gathered(tx: &Tx, id: LeadId, is_held: bool) -> Result<Vec<Model>> {
    let (mut all, mut next) = (vec![], vec![id]);
    while !next.is_empty() {
        let rows = tx.scope().find::<Entity>().filter(Column::MergedInto.is_in(next));
        let rows = rows.order_by_asc(Column::Id);
        let rows = if is_held { rows.lock(LockType::NoKeyUpdate) } else { rows };
        let rows = rows.all(tx).await?;
        next = rows.iter().map(|row| row.id).collect();
        all.extend(rows);
    }
    Ok(all)
}
