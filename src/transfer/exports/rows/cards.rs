//! Leads with their cards on one board.

use super::{
    Asked, Lines,
    people::{PERSON, Row, by_id, with_relations},
    unpaged,
};
use crate::{
    crm::cards,
    kernel::{app::App, error::Result, scope::Scope},
    transfer::exports::columns::{Column, cells, id, plain, some_id},
};
use entity::{
    ids::PipelineId,
    lead, pipeline_card,
    pipeline_card::Model as Card,
    pipeline_stage::{self, Model as Stage},
};
use serde::Serialize;
use serde_json::Value;

const CARD: &[Column<Row>] = &[
    Column("cardId", |r| card(r, |card| id(card.id))),
    Column("stage", |r| stage(r, |stage| stage.name.clone())),
    Column("stageKind", |r| stage(r, |stage| stage.kind)),
    Column("cardStatus", |r| card(r, |card| plain(card.status))),
    Column("cardOwnerId", |r| card(r, |card| some_id(card.owner_id))),
    Column("cardNotes", |r| card(r, |card| plain(&card.notes))),
    Column("cardValueMicros", |r| card(r, |card| plain(card.value_micros))),
    Column("cardCurrency", |r| card(r, |card| plain(&card.currency))),
    Column("enteredStageAt", |r| card(r, |card| plain(card.entered_stage_at))),
];

fn card(row: &Row, read: fn(&Card) -> Value) -> Value {
    row.card.as_ref().map_or(Value::Null, |(card, _)| read(card))
}

fn stage<T: Serialize>(row: &Row, read: fn(&Stage) -> T) -> Value {
    plain(row.card.as_ref().and_then(|(_, stage)| stage.as_ref()).map(read))
}

pub fn columns() -> Vec<&'static str> {
    CARD.iter().chain(PERSON).map(|column| column.0).collect()
}

pub async fn read(asked: &Asked<'_>, pipeline: PipelineId) -> Result<Lines> {
    let page = cards::of_pipeline(asked.app, asked.scope, pipeline, &asked.args()).await?;
    let (found, last, has_more) = unpaged(page);
    let stages = by_id::<pipeline_stage::Entity>(asked, found.iter().map(|card| card.stage_id)).await?;
    let mut leads = by_id::<lead::Entity>(asked, found.iter().map(|card| card.lead_id)).await?;
    let mut seen: Vec<(Card, lead::Model)> = vec![];
    for card in found {
        // One card per lead and board.
        let lead = leads.remove(&card.lead_id).filter(|lead| lead.deleted_at.is_none());
        seen.extend(lead.map(|lead| (card, lead)));
    }
    let (cards, people): (Vec<pipeline_card::Model>, Vec<lead::Model>) = seen.into_iter().unzip();
    let mut rows = with_relations(asked, people, None).await?;
    for (row, card) in rows.iter_mut().zip(cards) {
        let stage = stages.get(&card.stage_id).cloned();
        row.card = Some((card, stage));
    }
    let lines = rows.iter().map(|row| cells(&[CARD, PERSON], asked.columns, row)).collect();
    Ok(Lines { lines, last, has_more })
}

pub async fn count(app: &App, scope: &Scope, pipeline: PipelineId) -> Result<u64> {
    let counted = cards::count_by_pipeline(app, scope, &[pipeline]).await?;
    Ok(counted.get(&pipeline).map_or(0, |count| count.unsigned_abs()))
}
