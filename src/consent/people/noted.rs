//! What holds for one person who is a lead: entered when somebody notes that they unsubscribed, or writes another address to
//! one who has; told when they ask.

use super::carry::{party, ways};
use crate::{
    consent::{
        add::{NewSuppression, strength},
        add_all::add_all,
        check::{Hit, Party, Within, check},
    },
    crm::{
        events::people::{LeadStatusChanged, LeadUpdated},
        leads::parts,
    },
    kernel::{error::Result, tx::Tx},
};
use entity::{
    ids::LeadId,
    lead::{self, LeadStatus},
    suppression::{SuppressionKind, SuppressionSource},
};
use serde_json::{Value, json};

/// Whoever is noted as unsubscribed is not written to again, by whatever they are reached by: that is their own word, which
/// nobody takes back for them.
pub(super) async fn unsubscribed(tx: &mut Tx, fact: LeadStatusChanged) -> Result<()> {
    if fact.lead.status != LeadStatus::Unsubscribed {
        return Ok(());
    }
    let row = tx.scope().get::<lead::Entity>(fact.lead.lead, &*tx).await?;
    leave_alone(tx, &row, ways(&row).collect()).await
}

/// Nor by what they are reached by since. What is entered already was not said again by this.
pub(super) async fn reached_anew(tx: &mut Tx, fact: LeadUpdated) -> Result<()> {
    if fact.lead.status != LeadStatus::Unsubscribed {
        return Ok(());
    }
    let row = tx.scope().get::<lead::Entity>(fact.lead.lead, &*tx).await?;
    let all: Vec<(SuppressionKind, String)> = ways(&row).collect();
    let parties: Vec<Party> = all.iter().map(reached_by).collect();
    let within = Within { workspace: Some(row.workspace_id), campaign: None };
    let hits = check(tx.app(), tx.scope(), within, &parties, &*tx).await?;
    let holds = |kind: SuppressionKind, hit: &Hit| {
        hit.kind == kind && strength(hit.source) >= strength(SuppressionSource::Unsubscribe)
    };
    let new = all.into_iter().zip(hits).filter(|((kind, _), hits)| !hits.iter().any(|hit| holds(*kind, hit)));
    leave_alone(tx, &row, new.map(|(way, _)| way).collect()).await
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

async fn leave_alone(tx: &mut Tx, row: &lead::Model, ways: Vec<(SuppressionKind, String)>) -> Result<()> {
    let entry = |(kind, value)| NewSuppression {
        kind,
        value,
        source: SuppressionSource::Unsubscribe,
        reason: Some("Noted on the lead".to_owned()),
        workspace: Some(row.workspace_id),
        campaign: None,
    };
    let entries = ways.into_iter().map(entry).collect();
    add_all(tx, entries).await.map(drop)
}

/// Whether they are suppressed, and by what, for `leadExport`.
pub(super) async fn of_person(tx: &Tx, person: LeadId) -> Result<Value> {
    let mut rows = vec![tx.scope().get::<lead::Entity>(person, tx).await?];
    rows.extend(parts(tx, person).await?);
    let parties: Vec<_> = rows.iter().map(party).collect();
    let workspace = rows.first().map(|row| row.workspace_id);
    let hits = check(tx.app(), tx.scope(), Within { workspace, campaign: None }, &parties, tx).await?;
    let shown =
        |hit: &Hit| json!({ "kind": hit.kind, "scope": hit.scope, "source": hit.source, "since": hit.since });
    let mut entries: Vec<Value> = hits.iter().flatten().map(shown).collect();
    entries.dedup();
    Ok(json!({ "isSuppressed": !entries.is_empty(), "entries": entries }))
}
