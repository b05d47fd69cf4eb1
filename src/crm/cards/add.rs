//! A person puts a lead on a board.

use super::{
    put::{blank, existing, hold_lead, insert},
    update::{CardPatch, apply, owner},
};
use crate::{
    crm::stages::ordered,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{LeadId, PipelineId, PipelineStageId, TypedId},
    pipeline,
    pipeline_card::Model,
    pipeline_stage,
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

async fn column(
    tx: &Tx,
    pipeline: &pipeline::Model,
    id: Option<PipelineStageId>,
) -> Result<pipeline_stage::Model> {
    let stages = ordered(tx.scope(), &[pipeline.id], tx).await?;
    let Some(id) = id else {
        return stages.into_iter().next().ok_or_else(|| Error::bug("a pipeline without stages"));
    };
    let stage = tx.scope().get::<pipeline_stage::Entity>(id, tx).await?;
    if stage.pipeline_id != pipeline.id {
        return Err(Error::invalid("stageId", "a stage of this pipeline"));
    }
    Ok(stage)
}
