//! A person puts a lead on a board.

use super::{
    put::{blank, column, existing, hold_lead, insert},
    update::{CardPatch, apply, owner},
};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{LeadId, PipelineId, PipelineStageId, TypedId},
    pipeline,
    pipeline_card::Model,
};

/// What a new card is made of.
#[derive(Clone, Debug)]
pub struct NewCard {
    pub pipeline: PipelineId,
    pub lead: LeadId,
    /// Absent: the first column.
    pub stage: Option<PipelineStageId>,
    pub values: CardPatch,
}

/// Puts a lead on a board, at the end of a column. A lead that is there already is refused, naming its card.
pub async fn add(app: &App, scope: &Scope, new: NewCard) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let lead = hold_lead(&tx, new.lead).await?;
    let pipeline = tx.hold::<pipeline::Entity>(new.pipeline).await?;
    let stage = column(&tx, &pipeline, new.stage).await?;
    owner(&tx, &new.values.owner).await?;
    let card = apply(blank(&tx, &pipeline, &lead, &stage), new.values)?;
    if let Some(card) = existing(&tx, &pipeline, &lead).await? {
        return Err(Error::conflict_with_hint(
            format!("This lead is on this pipeline already: {}.", card.id.shown()),
            format!("Move that card with `pipelineCardMove`: {}.", card.id.shown()),
        ));
    }
    let card = insert(&mut tx, &pipeline, &lead, &stage, card).await?;
    tx.commit().await?;
    Ok(card)
}
