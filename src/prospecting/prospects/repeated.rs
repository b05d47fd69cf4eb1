//! Prospects that are saved a second time under the same key: each gets what it got first.

use super::save::{Destination, Saved};
use crate::kernel::{
    error::{Error, Result},
    idempotency::{ItemClaim, claim_items, keep_items},
    tx::Tx,
};
use entity::{
    ids::{IdempotencyKeyId, LeadId, PipelineCardId, ProspectId},
    lead, pipeline_card,
    prospect::Model,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

const COMMAND: &str = "prospectsSave";
const FIELD: &str = "itemKeys";

/// What came of one, as it is kept.
#[derive(Serialize, Deserialize)]
enum Kept {
    Saved { lead: LeadId, card: Option<PipelineCardId> },
    Refused { message: String, hint: Option<String> },
    NotFound,
}

/// What each one's key says. Who has none is saved as ever.
pub(super) type Claims = HashMap<ProspectId, ItemClaim>;

pub(super) async fn claim(
    tx: &Tx,
    ids: &[ProspectId],
    keys: Option<Vec<String>>,
    to: &Destination,
) -> Result<Claims> {
    let Some(keys) = keys else { return Ok(Claims::new()) };
    if keys.len() != ids.len() {
        return Err(Error::invalid(FIELD, "one key for each of `ids`, in their order"));
    }
    // One outcome cannot be kept under two keys: the first would have none when it is asked for again.
    let mut seen = HashSet::new();
    if let Some(at) = ids.iter().position(|id| !seen.insert(*id)) {
        return Err(Error::invalid(format!("ids.{at}"), "each once, where each has a key of its own"));
    }
    let items: Vec<_> = keys.into_iter().zip(ids).map(|(key, id)| (key, format!("{id} {to:?}"))).collect();
    let claims = claim_items(tx, COMMAND, FIELD, &items).await?;
    Ok(ids.iter().copied().zip(claims).collect())
}

/// What it got before; `None`: it is new.
pub(super) async fn before(tx: &Tx, claim: Option<&ItemClaim>, row: &Model) -> Result<Option<Result<Saved>>> {
    let kept = match claim {
        None | Some(ItemClaim::Mine(_)) => return Ok(None),
        Some(ItemClaim::Mismatch) => return Ok(Some(Err(Error::IdempotencyMismatch))),
        Some(ItemClaim::Stored(kept)) => serde_json::from_value(kept.clone())?,
    };
    Ok(Some(match kept {
        Kept::NotFound => Err(Error::NotFound("prospect")),
        Kept::Refused { message, hint } => Err(Error::Conflict { message, hint }),
        Kept::Saved { lead, card } => {
            let lead = tx.scope().find_by_id::<lead::Entity>(lead).one(tx).await?;
            let card = match card {
                Some(id) => tx.scope().find_by_id::<pipeline_card::Entity>(id).one(tx).await?,
                None => None,
            };
            let saved = |lead| Saved { prospect: row.clone(), lead, card };
            lead.map(saved).ok_or(Error::NotFound("lead"))
        }
    }))
}

/// Keeps what came of those that were new.
pub(super) async fn keep(tx: &Tx, claims: &Claims, all: &[(ProspectId, Result<Saved>)]) -> Result<()> {
    let mut kept: Vec<(IdempotencyKeyId, serde_json::Value)> = vec![];
    for (id, outcome) in all {
        let Some(ItemClaim::Mine(key)) = claims.get(id) else { continue };
        let outcome = match outcome {
            Ok(saved) => Kept::Saved { lead: saved.lead.id, card: saved.card.as_ref().map(|card| card.id) },
            Err(Error::NotFound("prospect")) => Kept::NotFound,
            Err(error) => Kept::Refused { message: error.to_string(), hint: error.hint().map(str::to_owned) },
        };
        kept.push((*key, serde_json::to_value(outcome)?));
    }
    keep_items(tx, &kept).await
}
