//! A card is taken off its board.

use super::counts;
use crate::{
    crm::{
        activities::{self, Entry},
        events::cards::{CardRef, PipelineCardRemoved},
    },
    kernel::{app::App, check, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    activity::ActivityKind,
    ids::PipelineCardId,
    lead, pipeline,
    pipeline_card::{self, Column, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Takes a card off its board, with its history. The lead stays, and remembers that it was there.
pub async fn remove(
    app: &App,
    scope: &Scope,
    id: PipelineCardId,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let seen = scope.get::<pipeline_card::Entity>(id, &tx).await?;
    let lead = tx.hold::<lead::Entity>(seen.lead_id).await?;
    let pipeline = tx.hold::<pipeline::Entity>(seen.pipeline_id).await?;
    let card = tx.hold::<pipeline_card::Entity>(id).await?;
    check::version("card", expected_version, card.version)?;
    tx.delete::<pipeline_card::Entity>().filter(Column::Id.eq(id)).exec(&tx).await?;
    counts::added(&tx, &[card.stage_id], -1).await?;
    let line = format!("Taken off “{}”", pipeline.name);
    activities::record(&tx, vec![Entry::new(lead.id, ActivityKind::CardRemoved, line)]).await?;
    tx.emit(&PipelineCardRemoved { of: CardRef::new(&card, &lead, &pipeline) }).await?;
    tx.commit().await?;
    Ok(card)
}
