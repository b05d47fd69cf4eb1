//! What happens to all cards of a column or board at once. The board is held, so their leads are not held after it: leads'
//! history says what happened, their `last_activity_at` does not.

use super::{
    counts,
    history::{Step, remember},
    status_in,
};
use crate::{
    crm::activities::{self, Entry},
    kernel::{
        error::{Error, Result},
        position,
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{LeadId, PipelineCardId},
    pipeline,
    pipeline_card::{Column, Entity},
    pipeline_stage,
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{BinOper, Expr, ExprTrait},
};

/// So many rows are written in one statement.
const AT_ONCE: usize = 500;

/// All cards of a column go to the end of another, in the order they have.
pub(in crate::crm) async fn move_all(
    tx: &Tx,
    from: &pipeline_stage::Model,
    to: &pipeline_stage::Model,
) -> Result<()> {
    let in_stage =
        |stage: &pipeline_stage::Model| tx.scope().find::<Entity>().filter(Column::StageId.eq(stage.id));
    let cards = cards_and_leads(tx, in_stage(from)).await?;
    for some in cards.chunks(AT_ONCE) {
        let step = |(card, _): &(PipelineCardId, LeadId)| Step {
            card: *card,
            from: Some(from),
            to,
            reason: Some("The stage was deleted".into()),
        };
        remember(tx, some.iter().map(step).collect()).await?;
        let line = format!("Moved from “{}” to “{}”", from.name, to.name);
        tell(tx, some, ActivityKind::CardMoved, &line).await?;
    }
    let last = in_stage(to).order_by_desc(Column::Position).limit(1).one(tx).await?;
    let behind = position::between(last.map(|card| card.position).as_deref(), None)?;
    let place = Expr::val(behind).binary(BinOper::Custom("||"), Expr::col(Column::Position));
    let moved = tx
        .update::<Entity>()
        .col_expr(Column::StageId, Expr::val(to.id))
        .col_expr(Column::Position, place)
        .col_expr(Column::Status, Expr::val(status_in(to.kind)))
        .col_expr(Column::EnteredStageAt, Expr::val(tx.now()))
        .col_expr(Column::LastActivityAt, Expr::val(tx.now()))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::StageId.eq(from.id))
        .exec(tx)
        .await?;
    let cards = i32::try_from(moved.rows_affected).map_err(Error::internal)?;
    counts::moved(tx, (from.id, to.id), cards).await
}

/// All cards of a board are taken off it, which is to go with its columns and their counts.
pub(in crate::crm) async fn remove_all(tx: &Tx, pipeline: &pipeline::Model) -> Result<()> {
    let on_board = tx.scope().find::<Entity>().filter(Column::PipelineId.eq(pipeline.id));
    let line = format!("Taken off “{}”, which was deleted", pipeline.name);
    for some in cards_and_leads(tx, on_board).await?.chunks(AT_ONCE) {
        tell(tx, some, ActivityKind::CardRemoved, &line).await?;
    }
    tx.delete::<Entity>().filter(Column::PipelineId.eq(pipeline.id)).exec(tx).await?;
    Ok(())
}

/// The column means something else now: how its cards stand follows.
pub(in crate::crm) async fn follow_kind(tx: &Tx, stage: &pipeline_stage::Model) -> Result<()> {
    tx.update::<Entity>()
        .col_expr(Column::Status, Expr::val(status_in(stage.kind)))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::StageId.eq(stage.id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn cards_and_leads(tx: &Tx, cards: Select<Entity>) -> Result<Vec<(PipelineCardId, LeadId)>> {
    let cards = cards.select_only().columns([Column::Id, Column::LeadId]);
    Ok(cards.into_tuple().all(tx).await?)
}

async fn tell(tx: &Tx, cards: &[(PipelineCardId, LeadId)], kind: ActivityKind, line: &str) -> Result<()> {
    activities::insert(tx, cards.iter().map(|(_, lead)| Entry::new(*lead, kind, line))).await
}
