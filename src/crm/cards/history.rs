//! How cards moved from column to column. Columns may be gone since; what they were called then is kept.

use crate::kernel::{
    app::App,
    error::Result,
    page::{OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{PipelineCardId, StageChangeId},
    pipeline_stage,
    stage_change::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{EntityTrait, Set};
use std::collections::HashMap;

/// A page of the moves of each of these cards, newest first.
pub async fn history(
    app: &App,
    scope: &Scope,
    cards: &[PipelineCardId],
    args: &PageArgs,
) -> Result<HashMap<PipelineCardId, Page<Model>>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::At, is_descending: true };
    pages(scope.find::<Entity>(), Column::CardId, cards, order, args, &scope.read(app)).await
}

/// One card's step into a column.
pub(super) struct Step<'a> {
    pub card: PipelineCardId,
    pub from: Option<&'a pipeline_stage::Model>,
    pub to: &'a pipeline_stage::Model,
    pub reason: Option<String>,
}

/// Writes steps, made now by whoever acts.
pub(super) async fn remember(tx: &Tx, steps: Vec<Step<'_>>) -> Result<()> {
    let (actor_type, actor_id) = tx.scope().actor().columns();
    let rows = steps.into_iter().map(|step| ActiveModel {
        id: Set(StageChangeId::new()),
        agency_id: Set(tx.scope().agency()),
        card_id: Set(step.card),
        from_stage_id: Set(step.from.map(|stage| stage.id)),
        from_name: Set(step.from.map(|stage| stage.name.clone())),
        to_stage_id: Set(step.to.id),
        to_name: Set(step.to.name.clone()),
        actor_type: Set(actor_type),
        actor_id: Set(actor_id),
        reason: Set(step.reason),
        at: Set(tx.now()),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
