//! Calls this task was cut off in: what they asked counts as asked, even if the person goes by a better name by now.

use super::{
    ask::Desk,
    cache::Filing,
    step::{ENRICH_PERSON, FIND_EMAIL},
};
use crate::{
    connections::ActiveSource,
    kernel::{error::Result, provider::call},
    prospecting::{
        dossier::Dossier,
        waterfall::{Attempt, Capability, Outcome},
    },
};

/// Enters them in the dossier; by name, the sources concerned, and what is to be filed with it.
pub(super) async fn enter(
    desk: &Desk<'_>,
    sources: &[ActiveSource],
    dossier: &mut Dossier,
) -> Result<Vec<(String, Option<Filing>)>> {
    let mut entered = vec![];
    for (source, operation) in call::in_doubt_by(desk.app, desk.scope, desk.task).await? {
        let Some(capability) = capability(&operation) else { continue };
        let name = source.to_string();
        let is_entered = dossier.attempts.iter().any(|a| a.source == name && a.capability == capability);
        if is_entered {
            continue;
        }
        let fact_key = format!("{operation}:cut_off");
        let outcome = Outcome::Unknown;
        dossier.attempts.push(Attempt { source: name, capability, fact_key, outcome });
        if let Some(source) = sources.iter().find(|own| own.id == Some(source)) {
            let is_person = capability == Capability::EnrichPerson;
            let filing = is_person.then(|| Filing::unknown(desk.app, source, None, &dossier.known()));
            entered.push((source.name.clone(), filing));
        }
    }
    Ok(entered)
}

/// Those whose question depends on what the person is called. An address or a domain stays what it is.
fn capability(operation: &str) -> Option<Capability> {
    match operation {
        ENRICH_PERSON => Some(Capability::EnrichPerson),
        FIND_EMAIL => Some(Capability::FindEmail),
        _ => None,
    }
}
