//! Two candidates of a request may be one person whom no key has joined yet. A source that charges for the person must not be
//! asked about them twice: whoever has the source's own id asks first, the other one waits and then knows.

use super::case::Case;
use crate::{
    crm::keys,
    kernel::error::Result,
    prospecting::{
        dossier::Dossier,
        enrich::Then,
        prospects,
        waterfall::{Capability, Done, Identity, Outcome, Plan},
    },
};
use entity::{
    ids::ProspectId,
    prospect::{Column as C, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use std::{collections::BTreeSet, time::Duration};

/// How long and how often one waits for the other.
const WAIT: Duration = Duration::from_millis(400);
const WAITS: u32 = 40;

/// Sources that must not be asked about somebody by anything but their own id.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// The other one will ask them.
    pending: BTreeSet<String>,
    /// The other one asked, and nobody knows how it went.
    unknown: BTreeSet<String>,
}

/// What tells whether two may be one: name, company, domain.
type Party = (ProspectId, String, Option<String>, Option<String>);

impl Twins {
    pub async fn of(case: &Case<'_>, row: &Model) -> Result<Self> {
        let scope = case.slice.scope();
        let reader = scope.read(case.slice.app());
        let others = scope.find::<Entity>().filter(C::LeadRequestId.eq(case.id())).filter(C::Id.ne(row.id));
        let light = others.clone().select_only().column(C::Id).column(C::FullName);
        let light = light.column(C::CompanyName).column(C::CompanyDomain);
        let parties: Vec<Party> = light.into_tuple().all(&reader).await?;
        let mine = (row.id, row.full_name.clone(), row.company_name.clone(), row.company_domain.clone());
        let alike: Vec<ProspectId> =
            parties.into_iter().filter(|other| may_be_one(&mine, other)).map(|other| other.0).collect();
        let mut twins = Self::default();
        if !alike.is_empty() {
            for other in others.filter(C::Id.is_in(alike)).all(&reader).await? {
                twins.add(&prospects::dossier(&other));
            }
        }
        Ok(twins)
    }

    fn add(&mut self, other: &Dossier) {
        let asked = |source: &String| {
            let mut own = other.attempts.iter().filter(|a| a.capability == Capability::EnrichPerson);
            own.find(|a| a.source == *source).map(|a| a.outcome)
        };
        for source in other.merged().external_ids.keys() {
            if asked(source).is_none() && !other.is_done && !other.is_saved {
                self.pending.insert(source.clone());
            }
        }
        let unknown = other.attempts.iter().filter(|a| a.outcome == Outcome::Unknown);
        let unknown = unknown.filter(|a| a.capability == Capability::EnrichPerson);
        self.unknown.extend(unknown.map(|a| a.source.clone()));
    }

    /// The plan without the questions that could be the other one's.
    pub fn allowed(&self, plan: &Plan, dossier: &Dossier) -> Plan {
        let mut plan = plan.clone();
        let is_held = |source: &String| {
            self.unknown.contains(source) || (self.pending.contains(source) && dossier.waits < WAITS)
        };
        for offer in plan.offers.iter_mut().filter(|offer| offer.cost_micros > 0) {
            if is_held(&offer.source) {
                offer.takes.retain(|identity| *identity == Identity::ExternalId);
            }
        }
        plan
    }

    /// Nobody is left to ask, except whom the other one will ask: wait for them.
    pub fn patient(&self, then: Then, dossier: &mut Dossier) -> Then {
        if then == Then::Done(Done::Exhausted) && !self.pending.is_empty() && dossier.waits < WAITS {
            dossier.waits += 1;
            return Then::Wait(WAIT);
        }
        then
    }
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
