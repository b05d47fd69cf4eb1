//! The cards of two leads that become one: a board has one card per lead, so of two on one board the one that got further
//! stays, and the other is kept in the book with its history.

use crate::{
    crm::{
        cards::counts,
        events::cards::{CardRef, PipelineCardCreated, PipelineCardRemoved, PipelineCardUpdated},
    },
    kernel::{error::Result, events::FieldChange, tx::Tx},
};
use entity::{
    ids::{LeadId, PipelineCardId, PipelineId, PipelineStageId, TaskId},
    lead, pipeline,
    pipeline_card::{self, CardStatus, Column, Model},
    pipeline_stage, prospect, stage_change, task,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// A card that was given up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dropped {
    card: Model,
    history: Vec<stage_change::Model>,
    /// What was to be done about it is to be done about the other card now.
    tasks: Vec<TaskId>,
}

/// What becomes of the cards of both.
#[derive(Default)]
struct Plan {
    /// The loser's, for the winner.
    moved: Vec<Model>,
    /// Given up, for which card.
    dropped: Vec<(Model, PipelineCardId)>,
}

/// Gives the loser's cards to the winner: the ids of those that changed hands, and those that were given up.
pub async fn hand_over(
    tx: &mut Tx,
    winner: &lead::Model,
    loser: &lead::Model,
) -> Result<(Vec<Uuid>, Vec<Dropped>)> {
    let seen = of_both(tx, winner, loser).await?;
    if seen.iter().all(|card| card.lead_id == winner.id) {
        return Ok((vec![], vec![]));
    }
    let boards = hold_boards(tx, seen.iter().map(|card| card.pipeline_id)).await?;
    // Read again: a stage may have been deleted meanwhile, and its cards have moved.
    let cards = of_both(tx, winner, loser).await?;
    let stages = stages_of(tx, cards.iter().map(|card| card.stage_id)).await?;
    let Plan { moved, dropped } = decide(cards, winner.id, &stages);
    let dropped = give_up(tx, dropped).await?;
    for Dropped { card, .. } in &dropped {
        let of = if card.lead_id == winner.id { winner } else { loser };
        if let Some(board) = boards.get(&card.pipeline_id) {
            tx.emit(&PipelineCardRemoved { of: CardRef::new(card, of, board) }).await?;
        }
    }
    assign(tx, &moved, winner, &boards).await?;
    Ok((moved.into_iter().map(|card| card.id.0).collect(), dropped))
}

/// Gives the cards back that are still the winner's, and restores those that were given up, where their place still is.
pub async fn hand_back(
    tx: &mut Tx,
    winner: &lead::Model,
    loser: &lead::Model,
    (moved, dropped): (&[Uuid], Vec<Dropped>),
) -> Result<()> {
    let theirs = tx.scope().find::<pipeline_card::Entity>().filter(Column::LeadId.eq(winner.id));
    let cards = theirs.filter(Column::Id.is_in(moved.iter().copied())).all(tx).await?;
    let all = cards.iter().chain(dropped.iter().map(|dropped| &dropped.card));
    let boards = hold_boards(tx, all.map(|card| card.pipeline_id)).await?;
    assign(tx, &cards, loser, &boards).await?;
    let stages = stages_of(tx, dropped.iter().map(|dropped| dropped.card.stage_id)).await?;
    for one in dropped {
        let Some(board) = boards.get(&one.card.pipeline_id) else { continue };
        if stages.contains_key(&one.card.stage_id) {
            let of = if one.card.lead_id == winner.id { winner } else { loser };
            restore(tx, one, of, board).await?;
        }
    }
    Ok(())
}

async fn of_both(tx: &Tx, one: &lead::Model, other: &lead::Model) -> Result<Vec<Model>> {
    let cards = tx.scope().find::<pipeline_card::Entity>();
    Ok(cards.filter(Column::LeadId.is_in([one.id, other.id])).all(tx).await?)
}

fn decide(
    cards: Vec<Model>,
    winner: LeadId,
    stages: &HashMap<PipelineStageId, pipeline_stage::Model>,
) -> Plan {
    let got = |card: &Model| {
        let standing = match card.status {
            CardStatus::Lost => 0,
            CardStatus::Open => 1,
            CardStatus::Won => 2,
        };
        (standing, stages.get(&card.stage_id).map(|stage| stage.position.clone()))
    };
    let (own, other): (Vec<Model>, Vec<Model>) = cards.into_iter().partition(|card| card.lead_id == winner);
    let mut own: HashMap<PipelineId, Model> = own.into_iter().map(|card| (card.pipeline_id, card)).collect();
    let mut plan = Plan::default();
    for card in other {
        match own.remove(&card.pipeline_id) {
            Some(mine) if got(&mine) >= got(&card) => plan.dropped.push((card, mine.id)),
            Some(mine) => {
                plan.dropped.push((mine, card.id));
                plan.moved.push(card);
            }
            None => plan.moved.push(card),
        }
    }
    plan
}

async fn hold_boards(
    tx: &Tx,
    ids: impl Iterator<Item = PipelineId>,
) -> Result<BTreeMap<PipelineId, pipeline::Model>> {
    let ids: HashSet<PipelineId> = ids.collect();
    let rows = tx.scope().find::<pipeline::Entity>().filter(pipeline::Column::Id.is_in(ids));
    let rows = rows.order_by_asc(pipeline::Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn stages_of(
    tx: &Tx,
    ids: impl Iterator<Item = PipelineStageId>,
) -> Result<HashMap<PipelineStageId, pipeline_stage::Model>> {
    let rows = tx.scope().find::<pipeline_stage::Entity>().filter(pipeline_stage::Column::Id.is_in(ids));
    Ok(rows.all(tx).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Takes cards off their boards; what was to be done about each is to be done about the one that stays.
async fn give_up(tx: &Tx, cards: Vec<(Model, PipelineCardId)>) -> Result<Vec<Dropped>> {
    let ids: Vec<PipelineCardId> = cards.iter().map(|(card, _)| card.id).collect();
    let history = tx.scope().find::<stage_change::Entity>();
    let history = history.filter(stage_change::Column::CardId.is_in(ids.iter().copied())).all(tx).await?;
    let tasks = tx.scope().find::<task::Entity>().filter(task::Column::CardId.is_in(ids.iter().copied()));
    let tasks = tasks.all(tx).await?;
    let mut dropped = vec![];
    for (card, kept) in cards {
        let to = tx.update::<task::Entity>().col_expr(task::Column::CardId, Expr::val(kept));
        to.filter(task::Column::CardId.eq(card.id)).exec(tx).await?;
        let history = history.iter().filter(|step| step.card_id == card.id).cloned().collect();
        let tasks = tasks.iter().filter(|task| task.card_id == Some(card.id)).map(|task| task.id).collect();
        dropped.push(Dropped { card, history, tasks });
    }
    tx.delete::<pipeline_card::Entity>().filter(Column::Id.is_in(ids)).exec(tx).await?;
    // Of two on one board one goes: no stage is named twice.
    let stages: Vec<PipelineStageId> = dropped.iter().map(|dropped| dropped.card.stage_id).collect();
    counts::added(tx, &stages, -1).await?;
    Ok(dropped)
}

/// These cards are this lead's from now on.
async fn assign(
    tx: &mut Tx,
    cards: &[Model],
    to: &lead::Model,
    boards: &BTreeMap<PipelineId, pipeline::Model>,
) -> Result<()> {
    if cards.is_empty() {
        return Ok(());
    }
    tx.update::<pipeline_card::Entity>()
        .col_expr(Column::LeadId, Expr::val(to.id))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .filter(Column::Id.is_in(cards.iter().map(|card| card.id)))
        .exec(tx)
        .await?;
    for card in cards {
        if let Some(board) = boards.get(&card.pipeline_id) {
            let (of, changes) = (CardRef::new(card, to, board), vec![FieldChange::hidden("lead")]);
            tx.emit(&PipelineCardUpdated { of, changes, words: vec![] }).await?;
        }
    }
    Ok(())
}

/// Puts a card back where it lay, unless its lead has another on that board by now.
async fn restore(tx: &mut Tx, dropped: Dropped, of: &lead::Model, board: &pipeline::Model) -> Result<()> {
    let Dropped { mut card, history, tasks } = dropped;
    if let Some(id) = card.prospect_id {
        card.prospect_id = tx.scope().find_by_id::<prospect::Entity>(id).one(tx).await?.map(|row| row.id);
    }
    (card.version, card.updated_at) = (card.version + 1, tx.now());
    let once = OnConflict::new().do_nothing().to_owned();
    let row = card.clone().into_active_model().reset_all();
    let written = pipeline_card::Entity::insert(row).on_conflict(once).exec_without_returning(&*tx).await?;
    if written == 0 {
        return Ok(());
    }
    counts::added(tx, &[card.stage_id], 1).await?;
    let history: Vec<_> = history.into_iter().map(|step| step.into_active_model().reset_all()).collect();
    if !history.is_empty() {
        stage_change::Entity::insert_many(history).exec_without_returning(&*tx).await?;
    }
    let to = tx.update::<task::Entity>().col_expr(task::Column::CardId, Expr::val(card.id));
    to.filter(task::Column::Id.is_in(tasks)).exec(&*tx).await?;
    tx.emit(&PipelineCardCreated { of: CardRef::new(&card, of, board) }).await
}
