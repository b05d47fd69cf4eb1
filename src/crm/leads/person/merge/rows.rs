//! Rows that belong to one lead come to belong to another, and back.

use crate::kernel::{error::Result, tx::Tx};
use entity::{ids::LeadId, tenancy::Tenanted};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use uuid::Uuid;

/// Ids in one statement.
const AT_ONCE: usize = 500;

/// Hands the rows whose `lead` is `from`, and for which `only` holds, over to `to`: their ids.
pub async fn hand_over<E: Tenanted>(
    tx: &Tx,
    lead: E::Column,
    (from, to): (LeadId, LeadId),
    only: Condition,
) -> Result<Vec<Uuid>> {
    let rows = tx.scope().find::<E>().filter(lead.eq(from)).filter(only).order_by_asc(E::ID);
    let ids: Vec<Uuid> = rows.select_only().column(E::ID).into_tuple().all(tx).await?;
    for some in ids.chunks(AT_ONCE) {
        let these = tx.update::<E>().col_expr(lead, Expr::val(to)).filter(E::ID.is_in(some.iter().copied()));
        these.exec(tx).await?;
    }
    Ok(ids)
}

/// Hands those of `ids` that are still `from`'s back to `to`: which they were.
pub async fn hand_back<E: Tenanted>(
    tx: &Tx,
    lead: E::Column,
    (from, to): (LeadId, LeadId),
    ids: &[Uuid],
) -> Result<Vec<Uuid>> {
    let mut back = vec![];
    for some in ids.chunks(AT_ONCE) {
        let these = || E::ID.is_in(some.iter().copied());
        let rows = tx.scope().find::<E>().filter(lead.eq(from)).filter(these());
        let there: Vec<Uuid> = rows.select_only().column(E::ID).into_tuple().all(tx).await?;
        let update = tx.update::<E>().col_expr(lead, Expr::val(to)).filter(lead.eq(from)).filter(these());
        update.exec(tx).await?;
        back.extend(there);
    }
    Ok(back)
}
