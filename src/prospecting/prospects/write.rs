//! Writing prospects while their request is worked on.

use super::{provenance, row};
use crate::{
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    prospecting::{dossier::Dossier, enrich, merge::Merged},
};
use entity::{
    ids::{BackgroundTaskId, JobId, LeadRequestId, ProspectId},
    json::{ScoreParts, StringList, SuggestedServices},
    lead_request,
    prospect::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

/// Somebody found.
pub struct NewProspect {
    /// Who it is, unique in the request; stored as a keyed hash.
    pub identity: String,
    /// By rules, before enrichment.
    pub score: u8,
    pub merged: Merged,
    pub dossier: Dossier,
}

/// Writes what a request found, with its provenance.
pub async fn insert(
    tx: &Tx,
    request: &lead_request::Model,
    found: Vec<NewProspect>,
) -> Result<Vec<ProspectId>> {
    let mut rows = vec![];
    let mut facts = vec![];
    let mut ids = vec![];
    for new in found {
        let id = ProspectId::new();
        ids.push(id);
        facts.extend(provenance::rows(tx, id, &new.dossier, &new.merged));
        rows.push(ActiveModel {
            id: Set(id),
            agency_id: Set(request.agency_id),
            workspace_id: Set(request.workspace_id),
            lead_request_id: Set(Some(request.id)),
            run_id: Set(None),
            identity_key: Set(tx.app().keys().keyed_hash("prospect.identity", &new.identity)),
            rank: Set(None),
            score: Set(Some(i32::from(new.score))),
            score_parts: Set(ScoreParts::default()),
            match_reasons: Set(StringList::default()),
            tags: Set(StringList::default()),
            suggested_services: Set(SuggestedServices::default()),
            best_contact_time: Set(None),
            lead_id: Set(None),
            dismissed_at: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            ..row::columns(&new.dossier, &new.merged)?
        });
    }
    for some in rows.chunks(50) {
        Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    provenance::insert(tx, facts).await?;
    Ok(ids)
}

/// Writes what was learnt of somebody: values, dossier, provenance.
pub async fn learnt(tx: &Tx, was: &Model, dossier: &Dossier) -> Result<()> {
    let merged = dossier.merged();
    let change = ActiveModel {
        id: Unchanged(was.id),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..row::columns(dossier, &merged)?
    };
    change.update(tx).await?;
    provenance::replace(tx, was.id, dossier, &merged).await
}

/// Nothing more is asked about somebody whose enrichment failed.
/// What its `tasks` were cut off in counts as asked.
pub async fn give_up(tx: &mut Tx, id: ProspectId, job: JobId, tasks: &[BackgroundTaskId]) -> Result<()> {
    let row = match tx.hold::<Entity>(id).await {
        Err(Error::NotFound(_)) => return Ok(()),
        row => row?,
    };
    let mut dossier = Dossier { is_done: true, ..row::dossier(&row) };
    enrich::leave(tx, job, tasks, &mut dossier).await?;
    let change = ActiveModel {
        id: Unchanged(id),
        evidence: Set(serde_json::to_value(&dossier)?),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(&*tx).await?;
    Ok(())
}

/// Takes rows away, with their provenance.
pub async fn remove(tx: &Tx, ids: &[ProspectId]) -> Result<()> {
    if !ids.is_empty() {
        tx.delete::<Entity>().filter(C::Id.is_in(ids.iter().copied())).exec(tx).await?;
    }
    Ok(())
}

/// Everybody of a request, in the order they were found.
pub async fn of_request(tx: &Tx, request: LeadRequestId) -> Result<Vec<Model>> {
    let rows = tx.scope().find::<Entity>().filter(C::LeadRequestId.eq(request));
    Ok(rows.order_by_asc(C::Id).all(tx).await?)
}

/// Those of a request whose enrichment has not come to its end.
pub async fn unfinished(tx: &Tx, request: LeadRequestId) -> Result<Vec<ProspectId>> {
    let rows = of_request(tx, request).await?;
    let is_open = |row: &&Model| {
        let dossier = row::dossier(row);
        !dossier.is_done && !dossier.is_saved && row.dismissed_at.is_none()
    };
    Ok(rows.iter().filter(is_open).map(|row| row.id).collect())
}
