//! How many cards each column has: kept in the column's row, so that asking costs the same however many there are.
//!
//! Written in the transaction that changes the cards, by whoever holds the board. Nobody else writes these numbers, so it does
//! not matter in which order: nobody waits in a circle. A CLIENT is told how many of the cards are theirs to see; that is
//! counted each time.

use crate::kernel::{
    app::App,
    error::Result,
    permission::Permission,
    scope::{Scope, Visibility},
    tx::Tx,
};
use entity::{
    ids::{PipelineId, PipelineStageId, TypedId},
    pipeline_card,
    pipeline_stage::{Column, Entity},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, TryGetable,
    sea_query::{CaseStatement, Expr, ExprTrait},
};
use std::collections::HashMap;

/// How many cards each of these columns has; those without any may be left out.
pub async fn count_by_stage(
    app: &App,
    scope: &Scope,
    stages: &[PipelineStageId],
) -> Result<HashMap<PipelineStageId, i64>> {
    scope.require(Permission::Read)?;
    if is_narrow(scope) {
        return counted(scope, pipeline_card::Column::StageId, stages, &scope.read(app)).await;
    }
    let rows = scope.find::<Entity>().filter(Column::Id.is_in(stages.iter().copied()));
    let kept = rows.select_only().columns([Column::Id, Column::CardCount]).into_tuple();
    let kept: Vec<(PipelineStageId, i32)> = kept.all(&scope.read(app)).await?;
    Ok(kept.into_iter().map(|(stage, cards)| (stage, i64::from(cards))).collect())
}

/// How many cards each of these boards has; those without any may be left out.
pub async fn count_by_pipeline(
    app: &App,
    scope: &Scope,
    pipelines: &[PipelineId],
) -> Result<HashMap<PipelineId, i64>> {
    scope.require(Permission::Read)?;
    if is_narrow(scope) {
        return counted(scope, pipeline_card::Column::PipelineId, pipelines, &scope.read(app)).await;
    }
    let rows = scope.find::<Entity>().filter(Column::PipelineId.is_in(pipelines.iter().copied()));
    let sums = rows.select_only().column(Column::PipelineId).column_as(Column::CardCount.sum(), "cards");
    let sums = sums.group_by(Column::PipelineId).into_tuple();
    let sums: Vec<(PipelineId, i64)> = sums.all(&scope.read(app)).await?;
    Ok(sums.into_iter().collect())
}

/// What is kept counts everybody's cards.
fn is_narrow(scope: &Scope) -> bool {
    *scope.visibility() != Visibility::Agency
}

/// How many cards there are by this column, among those that may be seen; what has none is left out.
pub(in crate::crm) async fn counted<I: TypedId + TryGetable>(
    scope: &Scope,
    column: pipeline_card::Column,
    ids: &[I],
    c: &impl ConnectionTrait,
) -> Result<HashMap<I, i64>> {
    let rows = scope.find::<pipeline_card::Entity>().filter(column.is_in(ids.iter().copied()));
    let cards = pipeline_card::Column::Id.count();
    let rows = rows.select_only().column(column).column_as(cards, "cards").group_by(column).into_tuple();
    let rows: Vec<(I, i64)> = rows.all(c).await?;
    Ok(rows.into_iter().collect())
}

/// In each of these columns, none of them named twice, there is one card more, or so many; fewer, when negative.
pub(in crate::crm) async fn added(tx: &Tx, stages: &[PipelineStageId], more: i32) -> Result<()> {
    if stages.is_empty() {
        return Ok(());
    }
    tx.update::<Entity>()
        .col_expr(Column::CardCount, Expr::col(Column::CardCount).add(more))
        .filter(Column::Id.is_in(stages.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// So many cards went from one column to another.
pub(in crate::crm) async fn moved(
    tx: &Tx,
    (from, to): (PipelineStageId, PipelineStageId),
    cards: i32,
) -> Result<()> {
    let more = CaseStatement::new().case(Column::Id.eq(to), cards).finally(-cards);
    tx.update::<Entity>()
        .col_expr(Column::CardCount, Expr::col(Column::CardCount).add(more))
        .filter(Column::Id.is_in([from, to]))
        .exec(tx)
        .await?;
    Ok(())
}
