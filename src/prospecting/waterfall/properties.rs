//! What holds for any plan, person and luck: it ends, nothing is asked twice, neither budget nor estimate is exceeded.

use super::{
    Attempt, Call, Capability, Done, Field, Identity, Known, KnownFact, Next, Offer, Outcome, Plan, Standing,
    State, Want, estimate, next,
};
use crate::connectors::facts::{CompanyField, PersonField};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{ProptestConfig, Strategy, any};
use proptest::sample::{select, subsequence};
use proptest::{prop_assert, prop_assert_eq, proptest};
use std::collections::{BTreeMap, BTreeSet};

const FIELDS: [Field; 6] = [
    Field::Person(PersonField::Email),
    Field::Person(PersonField::Title),
    Field::Person(PersonField::LinkedinUrl),
    Field::Person(PersonField::FullName),
    Field::Company(CompanyField::Domain),
    Field::Company(CompanyField::Industry),
];
const OUTCOMES: [Outcome; 6] = [
    Outcome::Found,
    Outcome::Negative,
    Outcome::Inconclusive,
    Outcome::Unknown,
    Outcome::Forbidden,
    Outcome::Failed,
];

fn an_offer() -> impl Strategy<Value = Offer> {
    let capabilities = vec![
        Capability::FindEmail,
        Capability::VerifyEmail,
        Capability::EnrichPerson,
        Capability::EnrichCompany,
    ];
    (
        select(vec!["a", "b", "c"]),
        select(capabilities),
        subsequence(FIELDS.to_vec(), 0..5),
        0..100_u64,
        any::<bool>(),
        0..=100_u8,
    )
        .prop_map(|(source, capability, fields, cost_micros, is_free, hit_rate)| {
            let fields = match capability {
                Capability::FindEmail => vec![FIELDS[0]],
                Capability::VerifyEmail => Vec::new(),
                _ => fields,
            };
            Offer {
                source: source.to_owned(),
                capability,
                fields,
                takes: Identity::ALL.to_vec(),
                cost_micros: if is_free && cost_micros > 50 { 0 } else { cost_micros },
                hit_rate,
            }
        })
}

fn a_plan() -> impl Strategy<Value = Plan> {
    (vec(an_offer(), 0..7), subsequence(FIELDS.to_vec(), 1..=6)).prop_map(|(mut offers, wants)| {
        let mut seen = BTreeSet::new();
        offers.retain(|offer| seen.insert((offer.source.clone(), offer.capability)));
        Plan { wants: wants.into_iter().map(Want::usual).collect(), offers, order: BTreeMap::new() }
    })
}

fn a_fact(field: Field, luck: u8) -> KnownFact {
    let value = match field {
        Field::Person(PersonField::Email) => format!("jane{}@acme.com", luck % 3),
        Field::Person(PersonField::LinkedinUrl) => "https://www.linkedin.com/in/jane".to_owned(),
        Field::Company(CompanyField::Domain) => {
            if luck.is_multiple_of(2) { "acme.com" } else { "gmail.com" }.to_owned()
        }
        _ => "Jane Doe".to_owned(),
    };
    KnownFact { field, value, confidence: luck % 100, standing: Standing::Stated }
}

fn a_person() -> impl Strategy<Value = Known> {
    (subsequence(FIELDS.to_vec(), 0..5), 0..10_u8).prop_map(|(fields, luck)| Known {
        facts: fields.into_iter().map(|field| a_fact(field, luck)).collect(),
        ..Known::default()
    })
}

/// The world answers as `luck` has it, sometimes with more than was promised.
fn answer(call: &Call, luck: u8, known: &mut Known) -> Outcome {
    let outcome = OUTCOMES[usize::from(luck) % OUTCOMES.len()];
    if outcome != Outcome::Found {
        return outcome;
    }
    if let super::Inputs::Email { address } = &call.inputs
        && call.capability == Capability::VerifyEmail
    {
        let standing = if luck.is_multiple_of(4) { Standing::Validated } else { Standing::Refuted };
        known.facts.push(KnownFact { standing, ..a_fact(FIELDS[0], 0) });
        known.facts.iter_mut().rev().take(1).for_each(|fact| fact.value.clone_from(address));
    }
    let extra = call.capability == Capability::EnrichPerson && luck > 128;
    let fields = if extra { FIELDS.to_vec() } else { call.fields.clone() };
    let fields = fields.into_iter().filter(|_| call.capability != Capability::VerifyEmail);
    known.facts.extend(fields.map(|field| a_fact(field, luck)));
    outcome
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn every_waterfall_ends_within_its_price(plan in a_plan(), person in a_person(), luck in vec(any::<u8>(), 40), budget in of(0..400_u64)) {
        let price = estimate(&plan, [&person], budget);
        let (mut known, mut attempts, mut spent, mut asked) = (person, Vec::new(), 0, BTreeSet::new());
        for turn in 0.. {
            let left = budget.map(|all| all - spent);
            let planned = next(&plan, &State { known: &known, attempts: &attempts, cached: &[], budget_micros: left });
            prop_assert_eq!(&planned, &next(&plan, &State { known: &known, attempts: &attempts, cached: &[], budget_micros: left }));
            let call = match planned.next {
                Next::Call(call) => call,
                Next::Done(done) => {
                    let is_met = plan.wants.iter().all(|want| known.meets(want));
                    prop_assert_eq!(is_met && done != Done::Forbidden, done == Done::Complete);
                    break;
                }
            };
            let once = if call.capability == Capability::VerifyEmail { call.fact_key.clone() } else { String::new() };
            prop_assert!(asked.insert((call.source.clone(), call.capability, once)), "asked twice");
            spent += call.cost_micros;
            prop_assert!(budget.is_none_or(|all| spent <= all), "over budget");
            let outcome = answer(&call, luck[turn % luck.len()], &mut known);
            attempts.push(Attempt { source: call.source, capability: call.capability, fact_key: call.fact_key, outcome });
        }
        prop_assert!(attempts.len() as u64 <= price.calls_max, "{} calls, {} promised", attempts.len(), price.calls_max);
        prop_assert!(spent <= price.cost_max_micros);
        prop_assert!(price.cost_expected_micros <= price.cost_max_micros);
    }
}
