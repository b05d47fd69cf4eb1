//! Two leads became one, or two again: what providers said of them and the prospects they were saved from follow.

use crate::{
    crm::{
        events::people::{LeadMergeUndone, LeadMerged},
        leads::merge::{hand_back, hand_over, moved, moved_too},
    },
    kernel::{error::Result, tx::Tx, wiring::Wiring},
};
use entity::{
    enrichment::{Column, Entity},
    ids::{EnrichmentId, LeadId},
    prospect,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, sea_query::Expr};
use std::collections::BTreeSet;
use uuid::Uuid;

/// In the book of merges; the last: the values that were chosen until the winner's were.
const SAID: &str = "enrichment";
const PROSPECTS: &str = "prospect";
const CHOSEN: &str = "enrichment.is_chosen";

pub fn wire(wiring: &mut Wiring) {
    wiring.also(|tx, fact: LeadMerged| Box::pin(follow(tx, fact)));
    wiring.also(|tx, fact: LeadMergeUndone| Box::pin(go_back(tx, fact)));
}

async fn follow(tx: &mut Tx, fact: LeadMerged) -> Result<()> {
    let (winner, all) = (fact.lead.lead, Condition::all());
    let way = (fact.loser, winner);
    let outdone = outdone(tx, winner, fact.loser).await?;
    choose(tx, &outdone, false).await?;
    let said = hand_over::<Entity>(tx, Column::LeadId, way, all.clone()).await?;
    let prospects = hand_over::<prospect::Entity>(tx, prospect::Column::LeadId, way, all).await?;
    for (table, ids) in [(SAID, said), (PROSPECTS, prospects), (CHOSEN, outdone)] {
        moved_too(tx, fact.merge, table, ids).await?;
    }
    Ok(())
}

async fn go_back(tx: &mut Tx, fact: LeadMergeUndone) -> Result<()> {
    let way = (fact.lead.lead, fact.loser);
    hand_back::<Entity>(tx, Column::LeadId, way, &moved(tx, fact.merge, SAID).await?).await?;
    let prospects = moved(tx, fact.merge, PROSPECTS).await?;
    hand_back::<prospect::Entity>(tx, prospect::Column::LeadId, way, &prospects).await?;
    choose(tx, &moved(tx, fact.merge, CHOSEN).await?, true).await
}

/// The loser's chosen values of fields for which the winner has one: a field has one chosen value.
async fn outdone(tx: &Tx, winner: LeadId, loser: LeadId) -> Result<Vec<Uuid>> {
    let chosen = tx.scope().find::<Entity>().filter(Column::LeadId.is_in([winner, loser]));
    let chosen = chosen.filter(Column::IsChosen.eq(true)).select_only();
    let chosen = chosen.column(Column::Id).column(Column::LeadId).column(Column::Field);
    let chosen: Vec<(EnrichmentId, LeadId, String)> = chosen.into_tuple().all(tx).await?;
    let own: BTreeSet<&String> =
        chosen.iter().filter(|(_, lead, _)| *lead == winner).map(|(.., field)| field).collect();
    let outdone = chosen.iter().filter(|(_, lead, field)| *lead == loser && own.contains(field));
    Ok(outdone.map(|(id, ..)| id.0).collect())
}

async fn choose(tx: &Tx, ids: &[Uuid], is_chosen: bool) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let update = tx.update::<Entity>().col_expr(Column::IsChosen, Expr::val(is_chosen));
    update.filter(Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}
