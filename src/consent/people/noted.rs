//! What holds for one person who is a lead: entered when somebody notes that they unsubscribed, or another address comes to one
//! who has, whoever brings it; told when they ask.

use super::carry::{party, ways, whole};
use crate::{
    consent::{
        add::{NewSuppression, strength},
        add_all::add_all,
        check::{Hit, Party, Within, check},
    },
    crm::events::people::{LeadRef, LeadStatusChanged, LeadsImportReverted},
    kernel::{bulk, error::Result, tx::Tx},
};
use entity::{
    ids::{LeadId, WorkspaceId},
    lead::{self, Column, LeadStatus},
    suppression::{SuppressionKind, SuppressionSource},
};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};

/// Whoever is noted as unsubscribed is not written to again, by whatever they are reached by, or what became part of them is:
/// that is their own word, which nobody takes back for them.
pub(super) async fn unsubscribed(tx: &mut Tx, fact: LeadStatusChanged) -> Result<()> {
    if fact.lead.status != LeadStatus::Unsubscribed {
        return Ok(());
    }
    let rows = whole(tx, fact.lead.lead).await?;
    leave_alone(tx, fact.lead.workspace, rows.iter().flat_map(ways).collect()).await
}

/// Nor by what they are reached by since.
pub(super) async fn reached_anew(tx: &mut Tx, lead: LeadRef) -> Result<()> {
    if lead.status != LeadStatus::Unsubscribed {
        return Ok(());
    }
    let row = tx.scope().get::<lead::Entity>(lead.lead, &*tx).await?;
    leave_alone_anew(tx, lead.workspace, &[row]).await
}

/// Nor by what they were reached by before a file changed it.
pub(super) async fn put_back(tx: &mut Tx, fact: LeadsImportReverted) -> Result<()> {
    let rows = tx.scope().find::<lead::Entity>().filter(Column::Id.is_in(bulk::padded(fact.updated)));
    let rows = rows.filter(Column::Status.eq(LeadStatus::Unsubscribed)).all(&*tx).await?;
    leave_alone_anew(tx, fact.of.workspace, &rows).await
}

/// What is entered already was not said again by this.
async fn leave_alone_anew(tx: &mut Tx, workspace: WorkspaceId, rows: &[lead::Model]) -> Result<()> {
    let all: Vec<(SuppressionKind, String)> = rows.iter().flat_map(ways).collect();
    let parties: Vec<Party> = all.iter().map(reached_by).collect();
    let within = Within { workspace: Some(workspace), campaign: None };
    let hits = check(tx.app(), tx.scope(), within, &parties, &*tx).await?;
    let holds = |kind: SuppressionKind, hit: &Hit| {
        hit.kind == kind && strength(hit.source) >= strength(SuppressionSource::Unsubscribe)
    };
    let new = all.into_iter().zip(hits).filter(|((kind, _), hits)| !hits.iter().any(|hit| holds(*kind, hit)));
    leave_alone(tx, workspace, new.map(|(way, _)| way).collect()).await
}

/// Somebody known by this only.
fn reached_by((kind, value): &(SuppressionKind, String)) -> Party {
    let value = Some(value.clone());
    match kind {
        SuppressionKind::Email => Party { email: value, ..Party::default() },
        SuppressionKind::Phone => Party { phone: value, ..Party::default() },
        SuppressionKind::Linkedin => Party { linkedin: value, ..Party::default() },
        SuppressionKind::Domain => Party { domain: value, ..Party::default() },
    }
}

async fn leave_alone(
    tx: &mut Tx,
    workspace: WorkspaceId,
    ways: Vec<(SuppressionKind, String)>,
) -> Result<()> {
    let entry = |(kind, value)| NewSuppression {
        kind,
        value,
        source: SuppressionSource::Unsubscribe,
        reason: Some("Noted on the lead".to_owned()),
        workspace: Some(workspace),
        campaign: None,
    };
    let entries = ways.into_iter().map(entry).collect();
    add_all(tx, entries).await.map(drop)
}

/// Whether they are suppressed, and by what, for `leadExport`.
pub(super) async fn of_person(tx: &Tx, person: LeadId) -> Result<Value> {
    let rows = whole(tx, person).await?;
    let parties: Vec<_> = rows.iter().map(party).collect();
    let workspace = rows.first().map(|row| row.workspace_id);
    let hits = check(tx.app(), tx.scope(), Within { workspace, campaign: None }, &parties, tx).await?;
    let shown =
        |hit: &Hit| json!({ "kind": hit.kind, "scope": hit.scope, "source": hit.source, "since": hit.since });
    let mut entries: Vec<Value> = hits.iter().flatten().map(shown).collect();
    entries.dedup();
    Ok(json!({ "isSuppressed": !entries.is_empty(), "entries": entries }))
}
