//! What holds for one person who is a lead: entered when somebody notes that they unsubscribed, or writes another address to
//! one who has; told when they ask.

use super::{
    add::NewSuppression,
    add_all::add_all,
    carry::{party, ways},
    check::{Hit, Within, check},
};
use crate::{
    crm::{
        events::people::{LeadRef, LeadStatusChanged, LeadUpdated},
        leads::parts,
    },
    kernel::{error::Result, tx::Tx},
};
use entity::{
    ids::LeadId,
    lead::{self, LeadStatus},
    suppression::SuppressionSource,
};
use serde_json::{Value, json};

/// Whoever is noted as unsubscribed is not written to again, by whatever they are reached by: that is their own word, which
/// nobody takes back for them.
pub(super) async fn unsubscribed(tx: &mut Tx, fact: LeadStatusChanged) -> Result<()> {
    leave_alone(tx, fact.lead).await
}

/// Nor by what they are reached by since.
pub(super) async fn reached_anew(tx: &mut Tx, fact: LeadUpdated) -> Result<()> {
    leave_alone(tx, fact.lead).await
}

async fn leave_alone(tx: &mut Tx, lead: LeadRef) -> Result<()> {
    if lead.status != LeadStatus::Unsubscribed {
        return Ok(());
    }
    let row = tx.scope().get::<lead::Entity>(lead.lead, &*tx).await?;
    let entry = |(kind, value)| NewSuppression {
        kind,
        value,
        source: SuppressionSource::Unsubscribe,
        reason: Some("Noted on the lead".to_owned()),
        workspace: Some(row.workspace_id),
    };
    let entries = ways(&row).map(entry).collect();
    add_all(tx, entries).await
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
