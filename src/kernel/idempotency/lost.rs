//! Answers that must not be given again.

use super::{answer::carried_out, request::DEAD_AFTER};
use crate::kernel::{error::Result, tx::Tx};
use entity::idempotency_key::{Column, Entity};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockType},
};

/// Gives up the answers to the agency's requests, which may speak of somebody who is forgotten now: whoever repeats one learns
/// that it was carried out, and it is not carried out again. The outcomes of items stay: they hold ids and refusals only.
/// What is under way is not touched, and keeps its answer.
pub async fn lose_answers(tx: &Tx) -> Result<()> {
    // Only what was answered is written like this; nobody else writes such a row again before its time is over.
    let is_answer = Expr::col(Column::Response).cast_as("text").like("{\"sealed\"%");
    let answered = tx.scope().find::<Entity>().filter(is_answer).filter(Column::ExpiresAt.gt(tx.now()));
    // A space is in the keys of items only.
    let answered = answered.filter(Column::Key.not_like("% %")).select_only().column(Column::Id);
    // Always in the same order: two who forget do not wait for each other in a circle.
    let answered = answered.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate);
    let lose = tx.update::<Entity>().col_expr(Column::Response, Expr::value(carried_out()));
    // As old as that of a request that died: nobody waits for an answer that will not come.
    let lose = lose.col_expr(Column::CreatedAt, Expr::value(tx.now() - DEAD_AFTER));
    lose.filter(Column::Id.in_subquery(answered.into_query())).exec(tx).await?;
    Ok(())
}
