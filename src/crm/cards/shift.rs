//! A card moves: to a column, before or after a card.

use super::{
    counts,
    history::{Step, remember},
    place::{Beside, find, refuse_full},
    status_in,
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::cards::{CardRef, PipelineCardMoved},
    },
    kernel::{
        app::App,
        change,
        check::{self, Problems},
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{PipelineCardId, PipelineStageId},
    lead, pipeline,
    pipeline_card::{self, Model},
    pipeline_stage,
};

/// The longest reason, in characters.
const REASON: usize = 500;

/// Where a card goes.
#[derive(Clone, Debug)]
pub struct Move {
    pub card: PipelineCardId,
    /// Absent: the column of the card it goes beside.
    pub stage: Option<PipelineStageId>,
    /// Absent: the end of the column.
    pub beside: Option<Beside>,
    /// Kept in the card's history.
    pub reason: Option<String>,
    pub expected_version: Option<i32>,
}

/// Moves a card. Several who move cards to the same place all succeed, one after the other.
pub async fn shift(app: &App, scope: &Scope, ask: Move) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let card = shift_in(&mut tx, ask).await?;
    tx.commit().await?;
    Ok(card)
}

/// The same inside a larger unit of work. When it refuses, nothing was written.
pub async fn shift_in(tx: &mut Tx, ask: Move) -> Result<Model> {
    tx.scope().require(Permission::WriteBoards)?;
    let seen = tx.scope().get::<pipeline_card::Entity>(ask.card, tx).await?;
    let lead = tx.hold::<lead::Entity>(seen.lead_id).await?;
    let pipeline = tx.hold::<pipeline::Entity>(seen.pipeline_id).await?;
    // Read again: now nobody else moves cards of this board.
    let was = tx.hold::<pipeline_card::Entity>(ask.card).await?;
    let to = destination(tx, &was, &ask).await?;
    check::version("card", ask.expected_version, was.version)?;
    let reason = reason(ask.reason)?;
    let mut is = Model { stage_id: to.id, version: was.version + 1, updated_at: tx.now(), ..was.clone() };
    is.last_activity_at = Some(tx.now());
    if was.stage_id != to.id {
        refuse_full(&to, 1)?;
        (is.status, is.entered_stage_at) = (status_in(to.kind), tx.now());
    }
    is.position = find(tx, &pipeline, to.id, ask.beside, Some(was.id)).await?;
    change::write::<pipeline_card::Entity>(tx, &was, &is).await?;
    if was.stage_id != to.id {
        counts::moved(tx, (was.stage_id, to.id), 1).await?;
        let from = tx.scope().get::<pipeline_stage::Entity>(was.stage_id, tx).await?;
        remember(tx, vec![Step { card: is.id, from: Some(&from), to: &to, reason }]).await?;
        let line = format!("Moved from “{}” to “{}” on “{}”", from.name, to.name, pipeline.name);
        activities::record(tx, vec![Entry::new(lead.id, ActivityKind::CardMoved, line)]).await?;
    }
    tx.emit(&PipelineCardMoved { of: CardRef::new(&is, &lead, &pipeline), from: was.stage_id }).await?;
    Ok(is)
}

/// The column a card goes to: the named one, or the one of the card it goes beside.
async fn destination(tx: &Tx, card: &Model, ask: &Move) -> Result<pipeline_stage::Model> {
    let anchor = match ask.beside {
        Some(beside) => Some((beside, tx.scope().get::<pipeline_card::Entity>(beside.card(), tx).await?)),
        None => None,
    };
    let stage = match (ask.stage, &anchor) {
        (Some(stage), _) => tx.scope().get::<pipeline_stage::Entity>(stage, tx).await?,
        (None, Some((_, anchor))) => tx.scope().get::<pipeline_stage::Entity>(anchor.stage_id, tx).await?,
        (None, None) => return Err(Error::invalid("stageId", "a stage; or a card to go before or after")),
    };
    if let Some((beside, anchor)) = &anchor {
        if anchor.id == card.id {
            return Err(Error::invalid(beside.path(), "another card than the one that moves"));
        }
        if anchor.pipeline_id != card.pipeline_id {
            return Err(Error::invalid(beside.path(), "a card of the same pipeline"));
        }
        if anchor.stage_id != stage.id {
            return Err(Error::conflict_with_hint(
                format!("The card it should go {} is not in the stage “{}”.", beside.path(), stage.name),
                "Read the pipeline again, then decide.",
            ));
        }
    }
    if stage.pipeline_id != card.pipeline_id {
        return Err(Error::invalid("stageId", "a stage of the same pipeline"));
    }
    Ok(stage)
}

fn reason(reason: Option<String>) -> Result<Option<String>> {
    let mut problems = Problems::default();
    let reason = problems.keep_some("reason", reason, |text| check::prose(&text, REASON));
    problems.finish()?;
    Ok(reason)
}
