//! Calls this task was cut off in: what they asked counts as asked, even if the person goes by a better name by now.

use super::{
    ask::Desk,
    cache::Filing,
    step::{ENRICH_PERSON, FIND_EMAIL},
};
use crate::{
    connections::ActiveSource,
    jobs,
    kernel::{error::Result, provider::call, tx::Tx},
    prospecting::{
        dossier::Dossier,
        waterfall::{Attempt, Capability, Outcome},
    },
};
use entity::ids::{BackgroundTaskId, DataSourceId, JobId};

/// Enters them in the dossier; by name, the sources concerned, and what is to be filed with it.
pub(super) async fn enter(
    desk: &Desk<'_>,
    sources: &[ActiveSource],
    dossier: &mut Dossier,
) -> Result<Vec<(String, Option<Filing>)>> {
    let mut entered = vec![];
    let asked = call::in_doubt_by(desk.scope, desk.task, &desk.scope.read(desk.app)).await?;
    for (source, capability) in note(dossier, &asked) {
        if let Some(source) = sources.iter().find(|own| own.id == Some(source)) {
            let is_person = capability == Capability::EnrichPerson;
            let filing = is_person.then(|| Filing::unknown(desk.app, source, None, &dossier.known()));
            entered.push((source.name.clone(), filing));
        }
    }
    Ok(entered)
}

/// What a task leaves behind that is given up: its open calls are closed and named, and entered in the dossier.
pub(in crate::prospecting) async fn leave(
    tx: &mut Tx,
    job: JobId,
    tasks: &[BackgroundTaskId],
    dossier: &mut Dossier,
) -> Result<()> {
    for task in tasks {
        for cut_off in call::cut_off(tx, *task).await? {
            jobs::log_cut_off(tx, job, &cut_off).await?;
        }
        note(dossier, &call::in_doubt_by(tx.scope(), *task, tx).await?);
    }
    Ok(())
}

/// Enters what is not entered yet, and returns that.
fn note(dossier: &mut Dossier, asked: &[(DataSourceId, String)]) -> Vec<(DataSourceId, Capability)> {
    let mut noted = vec![];
    for (source, operation) in asked {
        let (Some(capability), name) = (capability(operation), source.to_string()) else { continue };
        if dossier.attempts.iter().any(|a| a.source == name && a.capability == capability) {
            continue;
        }
        let fact_key = format!("{operation}:cut_off");
        let outcome = Outcome::Unknown;
        dossier.attempts.push(Attempt { source: name, capability, fact_key, outcome });
        noted.push((*source, capability));
    }
    noted
}

/// Those whose question depends on what the person is called. An address or a domain stays what it is.
fn capability(operation: &str) -> Option<Capability> {
    match operation {
        ENRICH_PERSON => Some(Capability::EnrichPerson),
        FIND_EMAIL => Some(Capability::FindEmail),
        _ => None,
    }
}
