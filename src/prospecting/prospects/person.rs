//! A prospect becomes a lead.

use super::{forbid::party_of, lead, row::dossier, save::Saved};
use crate::{
    consent::{self, Party, Within},
    crm::leads::upsert as people,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    prospecting::{dossier::Dossier, events::ProspectSaved},
};
use entity::{
    ids::{LeadId, TypedId, WorkspaceId},
    lead as lead_row,
    prospect::{ActiveModel, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// The prospect as a lead: the one it was saved as, the one it is known as, or a new one.
pub(super) async fn as_lead(tx: &mut Tx, row: Model) -> Result<Saved> {
    let dossier = dossier(&row);
    if let (true, Some(id)) = (dossier.is_saved, row.lead_id) {
        let lead = tx.scope().find_by_id::<lead_row::Entity>(id).one(tx).await?;
        if let Some(lead) = lead.filter(|lead| lead.deleted_at.is_none() && lead.merged_into.is_none()) {
            return Ok(Saved { prospect: row, lead, card: None });
        }
    }
    refuse_suppressed(tx, row.workspace_id, party_of(&row)).await?;
    let merged = dossier.merged();
    let company = lead::company(tx, &row, &merged).await?;
    let (lead, outcome) = people::upsert(tx, lead::values(&row, &dossier, company)).await?;
    if let people::Outcome::Conflicting(apart) = outcome {
        return Err(Error::conflict_with_hint(
            format!("{} is a lead with this address and another {}.", shown(apart.with), apart.field),
            "Decide which of the two is right, and change that lead with `leadUpdate`.",
        ));
    }
    // Whom the prospect turns out to be is perhaps reached by what the prospect is not; what was written is undone with this.
    if matches!(outcome, people::Outcome::Updated(_) | people::Outcome::Unchanged(_)) {
        refuse_suppressed(tx, row.workspace_id, Party::of(&lead)).await?;
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

async fn refuse_suppressed(tx: &Tx, workspace: WorkspaceId, party: Party) -> Result<()> {
    let within = Within { workspace: Some(workspace), campaign: None };
    let hits = consent::check(tx.app(), tx.scope(), within, &[party], tx).await?;
    if hits.iter().all(Vec::is_empty) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This person must not be contacted: a suppression holds for them.",
        "See `suppressionCheck`.",
    ))
}

/// An id as clients hold it.
fn shown(id: LeadId) -> String {
    format!("{}{id}", LeadId::PREFIX)
}
