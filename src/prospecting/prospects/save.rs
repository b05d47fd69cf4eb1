//! Saving prospects as leads, with company, provenance and a card.

use super::{person::as_lead, repeated};
use crate::{
    crm::{cards, lists},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
    prospecting::requests::{SaveTarget, resolve},
};
use entity::{
    ids::{LeadId, LeadListId, PipelineId, PipelineStageId, ProspectId, WorkspaceId},
    lead as lead_row, lead_list, pipeline_card, pipeline_stage,
    prospect::{Entity, Model},
};
use std::collections::{BTreeMap, BTreeSet};

/// Where people go.
#[derive(Clone, Debug, Default)]
pub struct Destination {
    /// The board; neither: a lead without a card.
    pub board: SaveTarget,
    /// The column; absent: the first.
    pub stage: Option<PipelineStageId>,
    pub list: Option<LeadListId>,
}

/// A prospect that is a lead now.
#[derive(Clone, Debug)]
pub struct Saved {
    pub prospect: Model,
    pub lead: lead_row::Model,
    pub card: Option<pipeline_card::Model>,
}

/// Saves one. Saving twice gives the same lead and the same card.
pub async fn save(app: &App, scope: &Scope, id: ProspectId, to: Destination) -> Result<Saved> {
    let mut all = save_many(app, scope, (&[id], None), to).await?;
    all.pop().map_or(Err(Error::NotFound("prospect")), |(_, outcome)| outcome)
}

/// Saves many to the same place: what cannot be saved is refused one by one, and leaves no trace. `keys`: one per id, or none;
/// who was saved under its key before gets the outcome it got then.
pub async fn save_many(
    app: &App,
    scope: &Scope,
    (ids, keys): (&[ProspectId], Option<Vec<String>>),
    to: Destination,
) -> Result<Outcomes> {
    scope.require(Permission::Prospect)?;
    scope.require(Permission::WriteLeads)?;
    let mut refused = Refused::new();
    loop {
        let mut tx = Tx::begin(app, scope).await?;
        let claims = repeated::claim(&tx, ids, keys.clone(), &to).await?;
        let (all, known) = attempt(&mut tx, (ids, &claims), &to, &refused).await?;
        if all.iter().any(|(_, saved)| saved.is_ok()) {
            if learn(&mut refused, &all) {
                continue;
            }
            repeated::keep(&tx, &claims, &all).await?;
            tx.commit().await?;
        }
        let mut all: Vec<_> = all.into_iter().chain(known).collect();
        all.sort_by_key(|(id, _)| *id);
        return Ok(all);
    }
}

/// What came of each.
type Outcomes = Vec<(ProspectId, Result<Saved>)>;

/// Who is refused, and why. One is refused when something of theirs is written already: their company, or the lead that finds its
/// column full. So all is undone then and done once more without them; whoever is left is saved as if nobody else had been named.
pub(in crate::prospecting) type Refused = BTreeMap<ProspectId, Error>;

/// Is somebody refused who was not known to be?
fn learn(refused: &mut Refused, all: &Outcomes) -> bool {
    let before = refused.len();
    refused.extend(all.iter().filter_map(|(id, saved)| Some((*id, saved.as_ref().err()?.clone()))));
    refused.len() > before
}

/// What comes of each, and of those that were saved under their keys before.
async fn attempt(
    tx: &mut Tx,
    (ids, claims): (&[ProspectId], &repeated::Claims),
    to: &Destination,
    refused: &Refused,
) -> Result<(Outcomes, Outcomes)> {
    let mut rows = vec![];
    // Each once, and always in the same order, so that nobody waits in a circle.
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        rows.push((id, answered(tx.hold::<Entity>(id).await)?));
    }
    let held: Vec<&Model> = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
    let place = place(tx, &held, to).await?;
    let (mut all, mut known) = (vec![], vec![]);
    for (id, row) in rows {
        if let Ok(row) = &row
            && let Some(before) = repeated::before(tx, claims.get(&id), row).await?
        {
            known.push((id, before));
            continue;
        }
        let saved = match (row, refused.get(&id)) {
            (_, Some(why)) => Err(why.clone()),
            (Ok(row), None) if Some(row.workspace_id) != place.workspace => Err(elsewhere()),
            (Ok(row), None) => answered(as_lead(tx, row).await)?,
            (Err(error), None) => Err(error),
        };
        all.push((id, saved));
    }
    Ok((put(tx, all, &place).await?, known))
}

/// A refusal is an answer about one; a failure of ours concerns all.
fn answered<T>(result: Result<T>) -> Result<Result<T>> {
    match result {
        Err(
            error @ (Error::Conflict { .. } | Error::NotFound(_) | Error::Invalid(_) | Error::Forbidden(_)),
        ) => Ok(Err(error)),
        Err(error) => Err(error),
        Ok(value) => Ok(Ok(value)),
    }
}

/// Where exactly, once the board is there.
struct Place {
    workspace: Option<WorkspaceId>,
    board: Option<PipelineId>,
    stage: Option<PipelineStageId>,
    list: Option<LeadListId>,
}

async fn place(tx: &mut Tx, known: &[&Model], to: &Destination) -> Result<Place> {
    let list = match to.list {
        Some(id) => Some(tx.scope().get::<lead_list::Entity>(id, tx).await?),
        None => None,
    };
    let stage = match to.stage {
        Some(id) => Some(tx.scope().get::<pipeline_stage::Entity>(id, tx).await?),
        None => None,
    };
    let workspace = known.first().map(|row| row.workspace_id);
    let is_boarded = to.board.pipeline.is_some() || to.board.new_pipeline.is_some();
    if stage.is_some_and(|stage| Some(stage.pipeline_id) != to.board.pipeline) {
        return Err(Error::invalid("stageId", "a stage of the pipeline that `pipelineId` names"));
    }
    let board = match (is_boarded, workspace) {
        (true, Some(workspace)) => Some(resolve(tx, workspace, "", &to.board).await?),
        (true, None) | (false, _) => None,
    };
    if list.is_some_and(|list| Some(list.workspace_id) != workspace) {
        return Err(Error::invalid("listId", "a list of the prospects' workspace"));
    }
    Ok(Place { workspace, board, stage: to.stage, list: to.list })
}

fn elsewhere() -> Error {
    Error::invalid("ids", "prospects of one workspace")
}

/// All leads first, then the cards, then the list: nobody waits in a circle.
async fn put(tx: &mut Tx, saved: Outcomes, place: &Place) -> Result<Outcomes> {
    let mut all = vec![];
    for (id, outcome) in saved {
        let outcome = match (outcome, place.board) {
            (Ok(saved), Some(board)) => answered(card(tx, saved, board, place.stage).await)?,
            (outcome, _) => outcome,
        };
        all.push((id, outcome));
    }
    if let Some(list) = place.list {
        let leads: Vec<LeadId> =
            all.iter().filter_map(|(_, saved)| saved.as_ref().ok()).map(|saved| saved.lead.id).collect();
        lists::add_leads_in(tx, list, leads).await?;
    }
    Ok(all)
}

async fn card(tx: &mut Tx, saved: Saved, board: PipelineId, stage: Option<PipelineStageId>) -> Result<Saved> {
    let (card, _) = cards::put(tx, (board, stage), saved.lead.id, Some(saved.prospect.id)).await?;
    Ok(Saved { card: Some(card), ..saved })
}

/// Saves the best of a request on a board by itself, but those who are refused; returns how many could be. Is somebody refused
/// who was not yet, they are among `refused` now, and `None` says: undo all, and do it once more.
pub(in crate::prospecting) async fn save_best(
    tx: &mut Tx,
    best: Vec<Model>,
    board: PipelineId,
    refused: &mut Refused,
) -> Result<Option<usize>> {
    let place = Place { workspace: None, board: Some(board), stage: None, list: None };
    let mut saved = vec![];
    for row in best {
        if !refused.contains_key(&row.id) {
            saved.push((row.id, answered(as_lead(tx, row).await)?));
        }
    }
    let saved = put(tx, saved, &place).await?;
    Ok((!learn(refused, &saved)).then_some(saved.len()))
}
