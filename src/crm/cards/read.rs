//! Reading cards for many boards, columns or leads at once.

use crate::kernel::{
    app::App,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{LeadId, PipelineId, PipelineStageId},
    pipeline_card::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter};
use std::collections::HashMap;

/// A page of the cards of each of these columns, top to bottom.
pub async fn of_stages(
    app: &App,
    scope: &Scope,
    stages: &[PipelineStageId],
    args: &PageArgs,
) -> Result<HashMap<PipelineStageId, Page<Model>>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::Position, is_descending: false };
    pages(scope.find::<Entity>(), Column::StageId, stages, order, args, &scope.read(app)).await
}

/// A page of the cards of a board, the oldest first.
pub async fn of_pipeline(
    app: &App,
    scope: &Scope,
    pipeline: PipelineId,
    args: &PageArgs,
) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::Id, is_descending: false };
    let rows = scope.find::<Entity>().filter(Column::PipelineId.eq(pipeline));
    page::page(rows, order, args, &scope.read(app)).await
}

/// The card each of these leads got last, on whichever board.
pub async fn latest_of_leads(app: &App, scope: &Scope, leads: &[LeadId]) -> Result<HashMap<LeadId, Model>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::CreatedAt, is_descending: true };
    let one = PageArgs { first: Some(1), ..PageArgs::default() };
    let found = pages(scope.find::<Entity>(), Column::LeadId, leads, order, &one, &scope.read(app)).await?;
    let first =
        |(lead, page): (LeadId, Page<Model>)| page.items.into_iter().next().map(|(_, card)| (lead, card));
    Ok(found.into_iter().filter_map(first).collect())
}

/// How many cards a column has, in this transaction.
pub(in crate::crm) async fn count_of_stage(tx: &Tx, stage: PipelineStageId) -> Result<u64> {
    Ok(tx.scope().find::<Entity>().filter(Column::StageId.eq(stage)).count(tx).await?)
}

/// How many cards a board has, in this transaction.
pub(in crate::crm) async fn count_of_pipeline(tx: &Tx, pipeline: PipelineId) -> Result<u64> {
    Ok(tx.scope().find::<Entity>().filter(Column::PipelineId.eq(pipeline)).count(tx).await?)
}
