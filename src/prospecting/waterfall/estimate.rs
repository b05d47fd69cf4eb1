//! What a waterfall would cost: at most, and probably.

use super::inputs::Inputs;
use super::known::{Known, KnownFact, Standing};
use super::plan::{Capability, Field, Offer, Plan};
use crate::connectors::facts::{CompanyField, PersonField};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const CERTAIN: u64 = 1_000_000;

/// The price of a run before it is run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// People who lack something.
    pub people: u64,
    /// No run makes more calls than this.
    pub calls_max: u64,
    /// No run costs more than this, in micros; never more than the budget.
    pub cost_max_micros: u64,
    /// What it probably costs, from the providers' hit rates, in micros.
    pub cost_expected_micros: u64,
    /// In the order of the plan's offers.
    pub by_source: Vec<SourceEstimate>,
}

/// One offer's part in an [`Estimate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEstimate {
    pub source: String,
    pub capability: Capability,
    pub calls_max: u64,
    pub cost_max_micros: u64,
    pub cost_expected_micros: u64,
}

/// The price of filling the wants of `people`. The maximum assumes that every call is made and none helps, save to make further
/// calls possible; the expectation walks the chains with the offers' hit rates.
#[must_use]
pub fn estimate<'a>(
    plan: &Plan,
    people: impl IntoIterator<Item = &'a Known>,
    budget_micros: Option<u64>,
) -> Estimate {
    let mut out = blank(plan);
    for known in people.into_iter().filter(|known| !known.is_forbidden) {
        out.people += u64::from(plan.wants.iter().any(|want| !known.meets(want)));
        let calls = calls_max(plan, known);
        add(&mut out, plan, 1, (calls.as_slice(), chances(plan, known, &calls).as_slice()));
    }
    summed(out, budget_micros)
}

/// The price of `people` whom nobody has found yet. At most, each of them is asked about by every offer, and every verifier about
/// all their addresses; probably, no more is known of them than `found`.
#[must_use]
pub fn of_strangers(plan: &Plan, people: u64, found: &Known) -> Estimate {
    let checks = plan.max_verifications() as u64;
    let calls = |offer: &Offer| if offer.capability == Capability::VerifyEmail { checks } else { 1 };
    let calls: Vec<u64> = plan.offers.iter().map(calls).collect();
    let mut out = Estimate { people, ..blank(plan) };
    add(&mut out, plan, people, (calls.as_slice(), chances(plan, found, &calls).as_slice()));
    summed(out, None)
}

/// Nobody yet.
fn blank(plan: &Plan) -> Estimate {
    let blank = |offer: &Offer| SourceEstimate {
        source: offer.source.clone(),
        capability: offer.capability,
        calls_max: 0,
        cost_max_micros: 0,
        cost_expected_micros: 0,
    };
    Estimate { by_source: plan.offers.iter().map(blank).collect(), ..Estimate::default() }
}

/// So many people more of this kind.
fn add(out: &mut Estimate, plan: &Plan, people: u64, (calls, chances): (&[u64], &[u64])) {
    let each = plan.offers.iter().zip(calls).zip(chances);
    for (row, ((offer, calls), chance)) in out.by_source.iter_mut().zip(each) {
        let price = offer.cost_micros;
        let most = price.saturating_mul(*calls).saturating_mul(people);
        row.calls_max = row.calls_max.saturating_add(calls.saturating_mul(people));
        row.cost_max_micros = row.cost_max_micros.saturating_add(most);
        let probably = part(price, *chance).saturating_mul(people);
        row.cost_expected_micros = row.cost_expected_micros.saturating_add(probably);
    }
}

fn summed(out: Estimate, budget_micros: Option<u64>) -> Estimate {
    let limit = budget_micros.unwrap_or(u64::MAX);
    let sum = |of: fn(&SourceEstimate) -> u64| out.by_source.iter().map(of).fold(0_u64, u64::saturating_add);
    let (calls, most, expected) =
        (sum(|r| r.calls_max), sum(|r| r.cost_max_micros), sum(|r| r.cost_expected_micros));
    Estimate {
        calls_max: calls,
        cost_max_micros: most.min(limit),
        cost_expected_micros: expected.min(limit),
        ..out
    }
}

/// Per offer, how often it could be called for this person: nobody is called who cannot get the inputs even if everybody answers.
fn calls_max(plan: &Plan, known: &Known) -> Vec<u64> {
    let unmet: Vec<Field> =
        plan.wants.iter().filter(|want| !known.meets(want)).map(|want| want.field).collect();
    let is_wanted = |offer: &Offer| unmet.iter().any(|field| offer.fields.contains(field));
    let checks = plan.wants.iter().any(|want| want.needs_validation && !known.meets(want));
    let mut hopeful = known.clone();
    let mut reachable: BTreeSet<usize> = BTreeSet::new();
    loop {
        let fresh: Vec<usize> = (0..plan.offers.len())
            .filter(|at| !reachable.contains(at) && is_wanted(&plan.offers[*at]))
            .filter(|at| Inputs::for_call(&plan.offers[*at], &hopeful).is_ok())
            .collect();
        if fresh.is_empty() {
            break;
        }
        for at in fresh {
            reachable.insert(at);
            hopeful.facts.extend(hoped(&plan.offers[at]));
        }
    }
    let has_address = hopeful.get(Field::Person(PersonField::Email)).is_some();
    let verifications = if checks && has_address { plan.max_verifications() as u64 } else { 0 };
    let calls = |(at, offer): (usize, &Offer)| match offer.capability {
        Capability::VerifyEmail => verifications,
        _ => u64::from(reachable.contains(&at)),
    };
    plan.offers.iter().enumerate().map(calls).collect()
}

/// The best that may come of a call: everything that makes other calls possible, listed by the offer or not.
fn hoped(offer: &Offer) -> Vec<KnownFact> {
    const EMAIL: (Field, &str) = (Field::Person(PersonField::Email), "someone@company.example");
    const DOMAIN: (Field, &str) = (Field::Company(CompanyField::Domain), "company.example");
    const HOPES: [(Field, &str); 5] = [
        EMAIL,
        DOMAIN,
        (Field::Person(PersonField::LinkedinUrl), "https://www.linkedin.com/in/someone"),
        (Field::Person(PersonField::FirstName), "Some"),
        (Field::Person(PersonField::LastName), "One"),
    ];
    let is_listed = |field: Field| {
        let is_name = matches!(field, Field::Person(PersonField::FirstName | PersonField::LastName));
        offer.fields.contains(&field)
            || (is_name && offer.fields.contains(&Field::Person(PersonField::FullName)))
    };
    let is_hoped = |field: Field| match offer.capability {
        Capability::VerifyEmail => false,
        Capability::FindEmail => field == EMAIL.0 || is_listed(field),
        Capability::EnrichCompany => field == DOMAIN.0 || is_listed(field),
        Capability::EnrichPerson => true,
    };
    let fact = |(field, value): &(Field, &str)| KnownFact {
        field: *field,
        value: (*value).to_owned(),
        confidence: 100,
        standing: Standing::Validated,
    };
    HOPES.iter().filter(|(field, _)| is_hoped(*field)).map(fact).collect()
}

/// Per offer, how many calls are probable, in millionths of a call.
fn chances(plan: &Plan, known: &Known, calls_max: &[u64]) -> Vec<u64> {
    let mut chances = vec![0; plan.offers.len()];
    let verifier = plan.offers.iter().position(|offer| offer.capability == Capability::VerifyEmail);
    for want in plan.wants.iter().filter(|want| !known.meets(want)) {
        let check = verifier.filter(|_| want.needs_validation);
        let good = check.map_or(CERTAIN, |at| rate(&plan.offers[at]));
        let mut open = CERTAIN;
        if let Some(at) = check.filter(|_| !known.unchecked_emails().is_empty()) {
            chances[at] += open;
            open -= part(open, good);
        }
        for offer in plan.chain(want.field) {
            let Some(at) = plan.offers.iter().position(|other| std::ptr::eq(other, offer)) else { continue };
            if calls_max.get(at).is_none_or(|calls| *calls == 0) {
                continue;
            }
            chances[at] = chances[at].max(open);
            let found = part(open, rate(offer));
            if let Some(check) = check {
                chances[check] += found;
            }
            open -= part(found, good);
        }
    }
    chances
}

fn rate(offer: &Offer) -> u64 {
    u64::from(offer.hit_rate.min(100)) * (CERTAIN / 100)
}

/// `whole` times `chance`, the chance in millionths.
fn part(whole: u64, chance: u64) -> u64 {
    u64::try_from(u128::from(whole) * u128::from(chance) / u128::from(CERTAIN)).unwrap_or(u64::MAX)
}
