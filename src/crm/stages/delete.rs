//! Removing a column; its cards go somewhere first.

use super::{hold, of_board, ordered};
use crate::{
    crm::{
        cards,
        events::boards::{PipelineStageDeleted, StageRef},
    },
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::PipelineStageId,
    pipeline,
    pipeline_stage::{self, Column, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Removes a column. Its cards, if it has any, go to the end of `move_cards_to`, a column of the same board with room for
/// them. A board keeps at least one column. Returns the board.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: PipelineStageId,
    move_cards_to: Option<PipelineStageId>,
    expected_version: Option<i32>,
) -> Result<pipeline::Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (pipeline, stage) = hold(&tx, id).await?;
    if let Some(to) = move_cards_to {
        scope.get::<pipeline_stage::Entity>(to, &tx).await?;
    }
    let stages = ordered(scope, &[pipeline.id], &tx).await?;
    let to = move_cards_to.map(|to| of_board(&stages, "moveCardsTo", to)).transpose()?;
    if to.is_some_and(|to| to.id == id) {
        return Err(Error::invalid("moveCardsTo", "another stage than the one that is deleted"));
    }
    check::version("pipeline stage", expected_version, stage.version)?;
    if stages.len() == 1 {
        return Err(Error::conflict_with_hint(
            "A pipeline keeps at least one stage.",
            "Add another with `pipelineStageCreate`, or delete the pipeline.",
        ));
    }
    let cards = empty(&tx, &stage, to).await?;
    tx.delete::<pipeline_stage::Entity>().filter(Column::Id.eq(id)).exec(&tx).await?;
    let of = StageRef { stage: id, board: (&pipeline).into() };
    let moved_to = to.filter(|_| cards > 0).map(|to| to.id);
    tx.emit(&PipelineStageDeleted { of, moved_to, cards }).await?;
    tx.commit().await?;
    Ok(pipeline)
}

async fn empty(tx: &Tx, stage: &Model, to: Option<&Model>) -> Result<u64> {
    let cards = cards::count_of_stage(tx, stage.id).await?;
    match to {
        _ if cards == 0 => {}
        Some(to) => {
            cards::refuse_full(to, cards)?;
            cards::move_all(tx, stage, to).await?;
        }
        None => {
            return Err(Error::conflict_with_hint(
                format!("This stage has {cards} cards."),
                "Say where they go: `moveCardsTo`.",
            ));
        }
    }
    Ok(cards)
}
