//! Nobody is paid to find out more about people and companies that must not be contacted, or to check their addresses; and what
//! is found out is not written down when it shows that somebody is one of them.

use super::order::Subject;
use crate::{
    connectors::facts::CompanyField as C,
    consent::{self, Party, Within},
    kernel::{
        app::App,
        error::{Error, Result},
        scope::Scope,
        tx::Tx,
    },
    prospecting::{
        dossier::{Dossier, OWN},
        prospects::{way, ways},
    },
};
use entity::{
    ids::WorkspaceId,
    lead::{self, LeadStatus},
};
use sea_orm::ConnectionTrait;

/// Whether a suppression holds for the subject, by what was known of it, and by what was found out so far: who turns out to be
/// reached by a suppressed address is that person.
pub(super) async fn holds(
    (app, scope): (&App, &Scope),
    workspace: Option<WorkspaceId>,
    (subject, dossier): (&Subject, &Dossier),
    c: &impl ConnectionTrait,
) -> Result<bool> {
    let mut parties = parties(dossier);
    if let Subject::Lead(id) = subject
        && let Some(row) = scope.find_by_id::<lead::Entity>(*id).one(c).await?
    {
        // Who opted out is left alone, reached by something so far or by nothing.
        if row.status == LeadStatus::Unsubscribed {
            return Ok(true);
        }
        // As they are now: a job that was paused began with what they were then.
        parties.push(Party::of(&row));
    }
    let within = Within { workspace, campaign: None };
    let hits = consent::check(app, scope, within, &parties, c).await?;
    Ok(hits.iter().any(|hits| !hits.is_empty()))
}

/// Every way to reach them that was known or offered, chosen or not: all are written down with the lead. Of the companies that
/// were offered, only the one they work for counts.
fn parties(dossier: &Dossier) -> Vec<Party> {
    let merged = dossier.merged();
    let own = dossier.records.iter().filter(|record| record.source == OWN);
    let known = own.flat_map(|record| ways(&record.person));
    let usable = merged.facts.iter().filter(|fact| fact.problem.is_none());
    let found = usable.filter_map(|fact| way(fact.field, &fact.value));
    let employer = merged.company.get(C::Domain).map(str::to_owned);
    let employer = employer.map(|domain| Party { domain: Some(domain), ..Party::default() });
    known.chain(found).chain(employer).collect()
}

/// Refuses to make a lead of an address that must not be written to, or to have it checked.
pub(super) async fn refuse(tx: &Tx, workspace: WorkspaceId, address: &str) -> Result<()> {
    let within = Within { workspace: Some(workspace), campaign: None };
    let party = Party { email: Some(address.to_owned()), ..Party::default() };
    let hits = consent::check(tx.app(), tx.scope(), within, &[party], tx).await?;
    if hits.iter().all(Vec::is_empty) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This address must not be written to: a suppression holds for it.",
        "See `suppressionCheck`.",
    ))
}
