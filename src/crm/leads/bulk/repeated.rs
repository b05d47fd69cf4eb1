//! Items that come a second time: who has a key gets the outcome the key got first.

use super::{BulkChange, Outcome, Verdict, Why};
use crate::kernel::{
    error::{Error, Result},
    idempotency::Items,
    tx::Tx,
};
use entity::ids::LeadId;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const COMMAND: &str = "leadsBulkUpdate";

/// An outcome as it is kept: of the lead only what became of it.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    verdict: Verdict,
    why: Option<Why>,
}

impl From<&Outcome> for Kept {
    fn from(outcome: &Outcome) -> Self {
        Self { verdict: outcome.verdict, why: outcome.why.clone() }
    }
}

/// The leads, and what their keys say.
pub(super) async fn claim(
    tx: &Tx,
    ids: Vec<LeadId>,
    keys: Option<Vec<String>>,
    change: &BulkChange,
) -> Result<Items<LeadId>> {
    Items::claim(tx, COMMAND, ("ids", ids), keys, &format!("{change:?}")).await
}

/// Each item's outcome, new ones kept under their keys.
pub(super) async fn outcomes(
    tx: &Tx,
    items: Items<LeadId>,
    done: &HashMap<LeadId, Outcome>,
) -> Result<Vec<(LeadId, Outcome)>> {
    let unknown = Outcome::without_lead(Verdict::NotFound);
    let new = items.wanted().iter().map(|id| Kept::from(done.get(id).unwrap_or(&unknown))).collect();
    let mismatch = Outcome::refused(Verdict::Mismatch, &Error::IdempotencyMismatch);
    let settled = items.settle(tx, new, &Kept::from(&mismatch)).await?;
    let outcome = |(id, Kept { verdict, why }): (LeadId, Kept)| {
        let is_there = matches!(verdict, Verdict::Updated | Verdict::Unchanged);
        let lead = done.get(&id).filter(|_| is_there).and_then(|now| now.lead.clone());
        (id, Outcome { verdict, lead, why })
    };
    Ok(settled.into_iter().map(outcome).collect())
}
