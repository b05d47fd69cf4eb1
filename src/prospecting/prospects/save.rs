//! Saving prospects as leads, with company, provenance and a card.

use super::{lead, repeated, row::dossier};
use crate::{
    consent::{self, Party, Within},
    crm::{
        cards::{self, Move},
        leads::upsert as people,
        lists,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
    prospecting::{
        dossier::Dossier,
        events::ProspectSaved,
        requests::{SaveTarget, resolve},
    },
};
use entity::{
    ids::{LeadId, LeadListId, PipelineId, PipelineStageId, ProspectId, TypedId, WorkspaceId},
    lead as lead_row, lead_list, pipeline_card, pipeline_stage,
    prospect::{ActiveModel, Entity, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};
use std::collections::BTreeSet;

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

/// Saves many to the same place: what cannot be saved is refused one by one. `keys`: one per id, or none; who was saved under
/// its key before gets the outcome it got then.
pub async fn save_many(
    app: &App,
    scope: &Scope,
    (ids, keys): (&[ProspectId], Option<Vec<String>>),
    to: Destination,
) -> Result<Vec<(ProspectId, Result<Saved>)>> {
    scope.require(Permission::Prospect)?;
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let claims = repeated::claim(&tx, ids, keys, &to).await?;
    let mut rows = vec![];
    // Each once, and always in the same order, so that nobody waits in a circle.
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        rows.push((id, answered(tx.hold::<Entity>(id).await)?));
    }
    let known: Vec<&Model> = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
    let place = place(&mut tx, &known, &to).await?;
    let (mut all, mut known) = (vec![], vec![]);
    for (id, row) in rows {
        if let Ok(row) = &row
            && let Some(before) = repeated::before(&tx, claims.get(&id), row).await?
        {
            known.push((id, before));
            continue;
        }
        let saved = match row {
            Ok(row) if Some(row.workspace_id) != place.workspace => Err(elsewhere()),
            Ok(row) => answered(as_lead(&mut tx, row).await)?,
            Err(error) => Err(error),
        };
        all.push((id, saved));
    }
    let mut all = put(&mut tx, all, &place).await?;
    repeated::keep(&tx, &claims, &all).await?;
    // A refusal of the only one leaves no trace: the board made for it neither.
    if all.iter().any(|(_, saved)| saved.is_ok()) {
        tx.commit().await?;
    }
    all.extend(known);
    all.sort_by_key(|(id, _)| *id);
    Ok(all)
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
async fn put(
    tx: &mut Tx,
    saved: Vec<(ProspectId, Result<Saved>)>,
    place: &Place,
) -> Result<Vec<(ProspectId, Result<Saved>)>> {
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
    let (mut card, put) = cards::put(tx, board, saved.lead.id, Some(saved.prospect.id)).await?;
    if let (Some(stage), cards::Outcome::Created) = (stage, put)
        && stage != card.stage_id
    {
        let to =
            Move { card: card.id, stage: Some(stage), beside: None, reason: None, expected_version: None };
        card = cards::shift_in(tx, to).await?;
    }
    Ok(Saved { card: Some(card), ..saved })
}

/// The prospect as a lead: the one it was saved as, the one it is known as, or a new one.
async fn as_lead(tx: &mut Tx, row: Model) -> Result<Saved> {
    let dossier = dossier(&row);
    if let (true, Some(id)) = (dossier.is_saved, row.lead_id) {
        let lead = tx.scope().find_by_id::<lead_row::Entity>(id).one(tx).await?;
        if let Some(lead) = lead.filter(|lead| lead.deleted_at.is_none() && lead.merged_into.is_none()) {
            return Ok(Saved { prospect: row, lead, card: None });
        }
    }
    refuse_suppressed(tx, &row).await?;
    let merged = dossier.merged();
    let company = lead::company(tx, &row, &merged).await?;
    let (lead, outcome) = people::upsert(tx, lead::values(&row, &dossier, company)).await?;
    if let people::Outcome::Conflicting(apart) = outcome {
        return Err(Error::conflict_with_hint(
            format!("{} is a lead with this address and another {}.", shown(apart.with), apart.field),
            "Decide which of the two is right, and change that lead with `leadUpdate`.",
        ));
    }
    lead::move_provenance(tx, row.id, lead.id, company).await?;
    let prospect = mark(tx, &row, dossier, lead.id).await?;
    Ok(Saved { prospect, lead, card: None })
}

async fn mark(tx: &mut Tx, row: &Model, dossier: Dossier, lead: LeadId) -> Result<Model> {
    let dossier = Dossier { is_saved: true, is_done: true, ..dossier };
    let change = ActiveModel {
        id: Unchanged(row.id),
        lead_id: Set(Some(lead)),
        dismissed_at: Set(None),
        evidence: Set(serde_json::to_value(&dossier)?),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let saved = change.update(&*tx).await?;
    tx.emit(&ProspectSaved {
        prospect: saved.id,
        lead_request: saved.lead_request_id,
        workspace: saved.workspace_id,
        lead,
    })
    .await?;
    Ok(saved)
}

async fn refuse_suppressed(tx: &Tx, row: &Model) -> Result<()> {
    let within = Within { workspace: Some(row.workspace_id), campaign: None };
    let hits = consent::check(tx.app(), tx.scope(), within, &[party(row)], tx).await?;
    if hits.iter().all(Vec::is_empty) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This person must not be contacted: a suppression holds for them.",
        "See `suppressionCheck`.",
    ))
}

fn party(row: &Model) -> Party {
    Party {
        email: row.email.clone(),
        phone: row.phone.clone(),
        linkedin: row.linkedin_url.clone(),
        domain: row.company_domain.clone(),
    }
}

/// An id as clients hold it.
fn shown(id: LeadId) -> String {
    format!("{}{id}", LeadId::PREFIX)
}

/// Saves the best of a request on a board by itself; returns how many could be, and how many could not.
pub(in crate::prospecting) async fn save_best(
    tx: &mut Tx,
    best: Vec<Model>,
    board: PipelineId,
) -> Result<(usize, usize)> {
    let place = Place { workspace: None, board: Some(board), stage: None, list: None };
    let mut saved = vec![];
    for row in best {
        saved.push((row.id, answered(as_lead(tx, row).await)?));
    }
    let saved = put(tx, saved, &place).await?;
    let done = saved.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    Ok((done, saved.len() - done))
}
