//! Items that come a second time: who has a key gets the outcome the key got first.

use super::{BulkChange, Outcome, Verdict, Why};
use crate::kernel::{
    error::{Error, Result},
    idempotency::{ItemClaim, claim_items, keep_items},
    tx::Tx,
};
use entity::ids::LeadId;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

const COMMAND: &str = "leadsBulkUpdate";
const FIELD: &str = "itemKeys";

/// An outcome as it is kept: of the lead only what became of it.
#[derive(Serialize, Deserialize)]
struct Kept {
    verdict: Verdict,
    why: Option<Why>,
}

/// What each item's key says; `None`: items have none.
pub(super) async fn claim(
    tx: &Tx,
    ids: &[LeadId],
    keys: Option<Vec<String>>,
    change: &BulkChange,
) -> Result<Option<Vec<ItemClaim>>> {
    let Some(keys) = keys else { return Ok(None) };
    if keys.len() != ids.len() {
        return Err(Error::invalid(FIELD, "one key for each of `ids`, in their order"));
    }
    let items: Vec<_> =
        keys.into_iter().zip(ids).map(|(key, id)| (key, format!("{id} {change:?}"))).collect();
    claim_items(tx, COMMAND, FIELD, &items).await.map(Some)
}

/// The leads that are to be changed now.
pub(super) fn wanted(ids: &[LeadId], claims: &Option<Vec<ItemClaim>>) -> HashSet<LeadId> {
    let Some(claims) = claims else { return ids.iter().copied().collect() };
    let mine = ids.iter().zip(claims).filter(|(_, claim)| matches!(claim, ItemClaim::Mine(_)));
    mine.map(|(id, _)| *id).collect()
}

/// Each item's outcome, new ones kept under their keys.
pub(super) async fn outcomes(
    tx: &Tx,
    ids: Vec<LeadId>,
    claims: Option<Vec<ItemClaim>>,
    done: &HashMap<LeadId, Outcome>,
) -> Result<Vec<(LeadId, Outcome)>> {
    let new = |id: &LeadId| done.get(id).cloned().unwrap_or(Outcome::without_lead(Verdict::NotFound));
    let Some(claims) = claims else { return Ok(ids.into_iter().map(|id| (id, new(&id))).collect()) };
    let (mut all, mut kept) = (vec![], vec![]);
    for (id, claim) in ids.into_iter().zip(claims) {
        let outcome = match claim {
            ItemClaim::Mine(key) => {
                let outcome = new(&id);
                let keep = Kept { verdict: outcome.verdict, why: outcome.why.clone() };
                kept.push((key, serde_json::to_value(keep)?));
                outcome
            }
            ItemClaim::Stored(kept) => {
                let Kept { verdict, why } = serde_json::from_value(kept)?;
                let is_there = matches!(verdict, Verdict::Updated | Verdict::Unchanged);
                let lead = done.get(&id).filter(|_| is_there).and_then(|now| now.lead.clone());
                Outcome { verdict, lead, why }
            }
            ItemClaim::Mismatch => Outcome::refused(Verdict::Mismatch, &Error::IdempotencyMismatch),
        };
        all.push((id, outcome));
    }
    keep_items(tx, &kept).await?;
    Ok(all)
}
