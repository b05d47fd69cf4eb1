//! The cards of somebody who is to be forgotten.

use super::counts;
use crate::{
    crm::events::cards::{CardRef, PipelineCardRemoved},
    kernel::{error::Result, tx::Tx},
};
use entity::{
    ids::PipelineStageId,
    lead, pipeline,
    pipeline_card::{Column, Entity},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::LockType};
use std::collections::HashMap;

/// Takes all cards of a lead off their boards, with their history.
pub(in crate::crm) async fn forget(tx: &mut Tx, of: &lead::Model) -> Result<()> {
    let theirs = || tx.scope().find::<Entity>().filter(Column::LeadId.eq(of.id));
    let boards = theirs().select_only().column(Column::PipelineId).into_query();
    let boards = tx.scope().find::<pipeline::Entity>().filter(pipeline::Column::Id.in_subquery(boards));
    let boards = boards.order_by_asc(pipeline::Column::Id).lock(LockType::NoKeyUpdate).all(&*tx).await?;
    let boards: HashMap<_, _> = boards.into_iter().map(|board| (board.id, board)).collect();
    let cards = theirs().all(&*tx).await?;
    tx.delete::<Entity>().filter(Column::LeadId.eq(of.id)).exec(&*tx).await?;
    let stages: Vec<PipelineStageId> = cards.iter().map(|card| card.stage_id).collect();
    counts::added(tx, &stages, -1).await?;
    for card in cards {
        if let Some(board) = boards.get(&card.pipeline_id) {
            tx.emit(&PipelineCardRemoved { of: CardRef::new(&card, of, board) }).await?;
        }
    }
    Ok(())
}
