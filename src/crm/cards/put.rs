//! A lead comes onto a board, inside a larger unit of work.

use super::{
    counts,
    history::{Step, remember},
    place::{find, refuse_full},
    status_in,
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::cards::{CardRef, PipelineCardCreated},
        stages::ordered,
    },
    kernel::{
        error::{Error, Result},
        permission::Permission,
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{LeadId, PipelineCardId, PipelineId, PipelineStageId, ProspectId},
    lead, pipeline,
    pipeline_card::{self, Column, Model},
    pipeline_stage,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// Was there a card already?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Created,
    /// The lead is on this board; its card stays where it is.
    Existing,
}

/// Puts a lead on a board, at the end of this column of it, or of its first; a lead that is there already stays where it is.
///
/// Save the lead before; of many, save all leads before the first card, so that nobody waits in a circle. When it
/// refuses (no such board or lead, another workspace, a full column), nothing was written.
pub async fn put(
    tx: &mut Tx,
    (pipeline, stage): (PipelineId, Option<PipelineStageId>),
    lead: LeadId,
    prospect: Option<ProspectId>,
) -> Result<(Model, Outcome)> {
    tx.scope().require(Permission::WriteBoards)?;
    let lead = hold_lead(tx, lead).await?;
    let pipeline = tx.hold::<pipeline::Entity>(pipeline).await?;
    if let Some(card) = existing(tx, &pipeline, &lead).await? {
        return Ok((card, Outcome::Existing));
    }
    let stage = column(tx, &pipeline, stage).await?;
    let blank = Model { prospect_id: prospect, ..blank(tx, &pipeline, &lead, &stage) };
    Ok((insert(tx, &pipeline, &lead, &stage, blank).await?, Outcome::Created))
}

/// The column a new card goes to: the named one, or the first.
pub(super) async fn column(
    tx: &Tx,
    pipeline: &pipeline::Model,
    id: Option<PipelineStageId>,
) -> Result<pipeline_stage::Model> {
    let Some(id) = id else {
        let stages = ordered(tx.scope(), &[pipeline.id], tx).await?;
        return stages.into_iter().next().ok_or_else(|| Error::bug("a pipeline without stages"));
    };
    let stage = tx.scope().get::<pipeline_stage::Entity>(id, tx).await?;
    if stage.pipeline_id != pipeline.id {
        return Err(Error::invalid("stageId", "a stage of this pipeline"));
    }
    Ok(stage)
}

/// A living lead, held.
pub(super) async fn hold_lead(tx: &Tx, id: LeadId) -> Result<lead::Model> {
    let lead = tx.hold::<lead::Entity>(id).await?;
    if lead.deleted_at.is_some() || lead.merged_into.is_some() {
        return Err(Error::NotFound("lead"));
    }
    Ok(lead)
}

pub(super) async fn existing(
    tx: &Tx,
    pipeline: &pipeline::Model,
    lead: &lead::Model,
) -> Result<Option<Model>> {
    let cards = tx.scope().find::<pipeline_card::Entity>().filter(Column::PipelineId.eq(pipeline.id));
    Ok(cards.filter(Column::LeadId.eq(lead.id)).one(tx).await?)
}

/// A card of this lead in this column, with nothing said about it and no place yet.
pub(super) fn blank(
    tx: &Tx,
    pipeline: &pipeline::Model,
    lead: &lead::Model,
    stage: &pipeline_stage::Model,
) -> Model {
    Model {
        id: PipelineCardId::new(),
        agency_id: tx.scope().agency(),
        pipeline_id: pipeline.id,
        stage_id: stage.id,
        lead_id: lead.id,
        run_id: None,
        prospect_id: None,
        position: String::new(),
        owner_id: None,
        status: status_in(stage.kind),
        notes: None,
        value_micros: None,
        currency: "USD".into(),
        external_campaign: None,
        entered_stage_at: tx.now(),
        invite_sent_at: None,
        connected_at: None,
        last_activity_at: Some(tx.now()),
        created_by: tx.scope().actor().columns().1,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Writes a card at the end of its column, with its first line of history, and tells.
pub(super) async fn insert(
    tx: &mut Tx,
    pipeline: &pipeline::Model,
    lead: &lead::Model,
    stage: &pipeline_stage::Model,
    mut card: Model,
) -> Result<Model> {
    if lead.workspace_id != pipeline.workspace_id {
        return Err(Error::invalid("leadId", "a lead of the pipeline's workspace"));
    }
    refuse_full(stage, 1)?;
    card.position = find(tx, pipeline, stage.id, None, None).await?;
    let row = card.clone().into_active_model().reset_all();
    pipeline_card::Entity::insert(row).exec_without_returning(tx).await?;
    counts::added(tx, &[stage.id], 1).await?;
    remember(tx, vec![Step { card: card.id, from: None, to: stage, reason: None }]).await?;
    let line = format!("Put on “{}” in “{}”", pipeline.name, stage.name);
    activities::record(tx, vec![Entry::new(lead.id, ActivityKind::CardCreated, line)]).await?;
    tx.emit(&PipelineCardCreated { of: CardRef::new(&card, lead, pipeline) }).await?;
    Ok(card)
}
