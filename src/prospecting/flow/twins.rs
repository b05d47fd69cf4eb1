//! Two candidates of a request may be one person whom no key has joined yet. A source that charges for the person must not be
//! asked about them twice: the elder goes first, to the end; the other one then finds the answers on file.

use super::case::Case;
use crate::{
    crm::keys,
    kernel::{error::Result, provider::call},
    prospecting::{
        dossier::Dossier,
        enrich, prospects,
        waterfall::{Capability, Outcome, Plan},
    },
};
use entity::{
    ids::{LeadRequestId, ProspectId},
    lead_request,
    prospect::{Column as C, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use std::{collections::BTreeSet, time::Duration};

/// How often one looks whether the other has come to its end.
pub(super) const WAIT: Duration = Duration::from_millis(200);

/// What those who may be the same person mean for one of them.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// An elder one is still being looked into.
    pub must_wait: bool,
    /// Sources that were asked about the other one, and nobody knows how it went.
    unknown: BTreeSet<String>,
}

/// What tells whether two may be one: name, company, domain.
type Party = (ProspectId, String, Option<String>, Option<String>);

impl Twins {
    pub async fn of(case: &Case<'_>, row: &Model) -> Result<Self> {
        let scope = case.slice.scope();
        let reader = scope.read(case.slice.app());
        let mut requests = in_doubt(case).await?;
        requests.push(case.id());
        let others = scope.find::<Entity>().filter(C::LeadRequestId.is_in(requests)).filter(C::Id.ne(row.id));
        let light = others.clone().select_only().column(C::Id).column(C::FullName);
        let light = light.column(C::CompanyName).column(C::CompanyDomain);
        let parties: Vec<Party> = light.into_tuple().all(&reader).await?;
        let mine = (row.id, row.full_name.clone(), row.company_name.clone(), row.company_domain.clone());
        let alike: Vec<ProspectId> =
            parties.into_iter().filter(|other| may_be_one(&mine, other)).map(|other| other.0).collect();
        let mut twins = Self::default();
        if !alike.is_empty() {
            for other in others.filter(C::Id.is_in(alike)).all(&reader).await? {
                let dossier = prospects::dossier(&other);
                let is_open = !dossier.is_done && !dossier.is_saved && other.dismissed_at.is_none();
                let is_ours = other.lead_request_id == row.lead_request_id;
                twins.must_wait |= is_open && is_ours && other.id < row.id;
                twins.unknown.extend(unknown(&dossier));
            }
        }
        Ok(twins)
    }

    /// The plan without the sources that may have been paid for the other one.
    pub fn allowed(&self, plan: &Plan) -> Plan {
        let mut plan = plan.clone();
        plan.offers.retain(|offer| {
            let is_charged = offer.capability == Capability::EnrichPerson && offer.cost_micros > 0;
            !(is_charged && self.unknown.contains(&offer.source))
        });
        plan
    }
}

/// Other requests with people nobody knows whether they were paid for: the same person may be among them, named otherwise.
async fn in_doubt(case: &Case<'_>) -> Result<Vec<LeadRequestId>> {
    let (app, scope) = (case.slice.app(), case.slice.scope());
    let jobs = call::jobs_in_doubt(app, scope, enrich::ENRICH_PERSON).await?;
    if jobs.is_empty() {
        return Ok(vec![]);
    }
    let requests = scope.find::<lead_request::Entity>().filter(lead_request::Column::JobId.is_in(jobs));
    let ids = requests.select_only().column(lead_request::Column::Id).into_tuple();
    Ok(ids.all(&scope.read(app)).await?)
}

fn unknown(dossier: &Dossier) -> impl Iterator<Item = String> {
    let asked = dossier.attempts.iter().filter(|attempt| attempt.capability == Capability::EnrichPerson);
    asked.filter(|attempt| attempt.outcome == Outcome::Unknown).map(|attempt| attempt.source.clone())
}

/// The same given name, and nothing that says they work for different companies.
fn may_be_one(one: &Party, other: &Party) -> bool {
    let given = |party: &Party| keys::words(&party.1).into_iter().next();
    let differs = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
    let named = |party: &Party| party.2.as_deref().and_then(keys::company_name_key);
    let same_name = given(one).is_some() && given(one) == given(other);
    let same_domain = one.3.is_some() && one.3 == other.3;
    same_name && (same_domain || !differs(&named(one), &named(other)))
}

#[cfg(test)]
mod tests {
    use super::{Party, may_be_one};
    use entity::ids::ProspectId;

    fn party(name: &str, company: Option<&str>, domain: Option<&str>) -> Party {
        (ProspectId::new(), name.to_owned(), company.map(str::to_owned), domain.map(str::to_owned))
    }

    #[test]
    fn a_masked_name_may_be_anybody_of_that_name_at_that_company() {
        let masked = party("Amara", Some("Acme Inc."), None);
        assert!(may_be_one(&masked, &party("Amara Quist", Some("Acme"), Some("acme.example"))));
        assert!(may_be_one(&masked, &party("Amara Quist", None, None)));
        assert!(!may_be_one(&masked, &party("Amara Quist", Some("Tidewater"), None)));
        assert!(!may_be_one(&masked, &party("Jane Quist", Some("Acme"), None)));
    }
}
