//! Stories of rule 22.

use super::{
    Attempt, CacheEntry, Call, Capability, Done, Field, Identity, Known, KnownFact, MissingInput, Next,
    Offer, Outcome, Plan, Planned, SkipReason, Standing, State, Want, estimate, fact_keys, next,
};
use crate::connectors::facts::{CompanyField, PersonField};
use std::collections::BTreeMap;

const EMAIL: Field = Field::Person(PersonField::Email);
const TITLE: Field = Field::Person(PersonField::Title);
const DOMAIN: Field = Field::Company(CompanyField::Domain);

fn offer(source: &str, capability: Capability, fields: &[Field], cost_micros: u64) -> Offer {
    Offer {
        source: source.to_owned(),
        capability,
        fields: fields.to_vec(),
        takes: Identity::ALL.to_vec(),
        cost_micros,
        hit_rate: 50,
    }
}

/// Hunter finds, Apollo knows people, "check" verifies.
fn plan() -> Plan {
    let offers = vec![
        offer("hunter", Capability::FindEmail, &[EMAIL], 20),
        offer("apollo", Capability::EnrichPerson, &[EMAIL, TITLE, DOMAIN], 50),
        offer("check", Capability::VerifyEmail, &[], 5),
    ];
    Plan { wants: vec![Want::usual(EMAIL)], offers, order: BTreeMap::new() }
}

fn known(facts: &[(Field, &str)]) -> Known {
    let fact = |(field, value): &(Field, &str)| KnownFact {
        field: *field,
        value: (*value).to_owned(),
        confidence: 50,
        standing: Standing::Stated,
    };
    Known { facts: facts.iter().map(fact).collect(), ..Known::default() }
}

fn jane() -> Known {
    known(&[(Field::Person(PersonField::FullName), "Jane Doe"), (DOMAIN, "acme.com")])
}

fn learn(known: &mut Known, value: &str, standing: Standing) {
    known.facts.push(KnownFact { field: EMAIL, value: value.to_owned(), confidence: 60, standing });
}

fn step(plan: &Plan, known: &Known, attempts: &[Attempt], budget_micros: Option<u64>) -> Planned {
    next(plan, &State { known, attempts, cached: &[], budget_micros })
}

fn call(planned: Planned) -> Call {
    let Next::Call(call) = planned.next else { panic!("{planned:#?}") };
    call
}

fn tried(call: &Call, outcome: Outcome) -> Attempt {
    Attempt {
        source: call.source.clone(),
        capability: call.capability,
        fact_key: call.fact_key.clone(),
        outcome,
    }
}

#[test]
fn rule_22_stops_at_the_first_validated_value() {
    let (plan, mut person, mut attempts) = (plan(), jane(), Vec::new());
    let find = call(step(&plan, &person, &attempts, None));
    assert_eq!(
        (find.source.as_str(), find.cost_micros, find.fields.as_slice()),
        ("hunter", 20, &[EMAIL][..])
    );
    attempts.push(tried(&find, Outcome::Found));
    learn(&mut person, "jane@acme.com", Standing::Stated);
    let check = call(step(&plan, &person, &attempts, None));
    assert_eq!((check.source.as_str(), check.cost_micros), ("check", 5));
    attempts.push(tried(&check, Outcome::Found));
    learn(&mut person, "jane@acme.com", Standing::Validated);
    assert_eq!(
        step(&plan, &person, &attempts, None).next,
        Next::Done(Done::Complete),
        "apollo is never asked"
    );
}

#[test]
fn rule_22_a_refuted_address_sends_it_on_and_the_loser_is_not_used_again() {
    let (plan, mut person, mut attempts) = (plan(), jane(), Vec::new());
    attempts.push(tried(&call(step(&plan, &person, &attempts, None)), Outcome::Found));
    learn(&mut person, "jane@acme.com", Standing::Stated);
    attempts.push(tried(&call(step(&plan, &person, &attempts, None)), Outcome::Found));
    learn(&mut person, "jane@acme.com", Standing::Refuted);
    let enrich = call(step(&plan, &person, &attempts, None));
    assert_eq!(enrich.source, "apollo");
    assert!(!enrich.fact_key.contains("jane@"), "a wrong address is no identity");
    attempts.push(tried(&enrich, Outcome::Found));
    learn(&mut person, "jane@acme.com", Standing::Stated);
    let end = step(&plan, &person, &attempts, None);
    assert_eq!(end.next, Next::Done(Done::Exhausted), "the same wrong address again is not checked again");
    assert!(end.skipped.iter().all(|s| matches!(s.reason, SkipReason::Asked(Outcome::Found))));
}

#[test]
fn rule_22_what_lacks_its_inputs_is_skipped_and_says_so() {
    let reason = |person: &Known| step(&plan(), person, &[], None).skipped[0].reason;
    assert_eq!(reason(&known(&[(DOMAIN, "acme.com")])), SkipReason::MissingInput(MissingInput::FullName));
    let name = (Field::Person(PersonField::FullName), "Jane Doe");
    assert_eq!(reason(&known(&[name])), SkipReason::MissingInput(MissingInput::CompanyDomain));
    assert_eq!(
        reason(&known(&[name, (DOMAIN, "gmail.com")])),
        SkipReason::MissingInput(MissingInput::CorporateDomain)
    );
    let masked = known(&[
        (Field::Person(PersonField::FirstName), "Jane"),
        (Field::Person(PersonField::LastName), "D***e"),
        (DOMAIN, "acme.com"),
    ]);
    assert_eq!(reason(&masked), SkipReason::MissingInput(MissingInput::FullName));
    assert_eq!(step(&plan(), &Known::default(), &[], None).next, Next::Done(Done::Exhausted));
}

#[test]
fn rule_22_a_later_field_may_open_the_way_for_an_earlier_one() {
    let company = vec![Want::usual(EMAIL), Want::usual(DOMAIN)];
    let mut person = known(&[(Field::Person(PersonField::FullName), "Jane Doe")]);
    person.external_ids.insert("apollo".to_owned(), ["a1".to_owned()].into());
    let mut plan = Plan { wants: company, ..plan() };
    plan.offers[1].fields = vec![DOMAIN];
    let first = call(step(&plan, &person, &[], None));
    assert_eq!((first.source.as_str(), first.fact_key.as_str()), ("apollo", "enrich_person:id:a1"));
    person.facts.extend(known(&[(DOMAIN, "acme.com")]).facts);
    assert_eq!(call(step(&plan, &person, &[tried(&first, Outcome::Found)], None)).source, "hunter");
}

#[test]
fn rule_22_nothing_is_bought_twice_and_the_unknown_is_not_repeated() {
    let (plan, person) = (plan(), jane());
    let find = call(step(&plan, &person, &[], None));
    for outcome in [Outcome::Negative, Outcome::Unknown, Outcome::Failed] {
        let then = step(&plan, &person, &[tried(&find, outcome)], None);
        assert_eq!(then.skipped[0].reason, SkipReason::Asked(outcome));
        assert_eq!(call(then).source, "apollo");
    }
}

#[test]
fn an_objection_ends_everything() {
    let (plan, mut person) = (plan(), jane());
    let find = call(step(&plan, &person, &[], None));
    assert_eq!(
        step(&plan, &person, &[tried(&find, Outcome::Forbidden)], None).next,
        Next::Done(Done::Forbidden)
    );
    person.is_forbidden = true;
    assert_eq!(step(&plan, &person, &[], None).next, Next::Done(Done::Forbidden));
    assert_eq!(estimate(&plan, [&person], None).calls_max, 0);
}

#[test]
fn rule_22_the_budget_is_hard_and_what_is_free_is_asked_all_the_same() {
    let (mut plan, person) = (plan(), jane());
    let poor = step(&plan, &person, &[], Some(19));
    assert_eq!(poor.next, Next::Done(Done::OutOfBudget));
    assert!(poor.skipped.iter().all(|s| s.reason == SkipReason::OverBudget));
    plan.offers[1].cost_micros = 0;
    let free = call(step(&plan, &person, &[], Some(19)));
    assert_eq!((free.source.as_str(), free.cost_micros), ("apollo", 0));
}

#[test]
fn rule_22_the_cache_costs_nothing_and_remembers_no() {
    let (plan, person) = (plan(), jane());
    let keys = fact_keys(&plan, &person);
    let entry =
        |at: usize, outcome| CacheEntry { source: keys[at].0.clone(), fact_key: keys[at].1.clone(), outcome };
    let ask = |cached: &[CacheEntry]| {
        next(&plan, &State { known: &person, attempts: &[], cached, budget_micros: Some(0) })
    };
    let hit = call(ask(&[entry(0, Outcome::Found)]));
    assert_eq!((hit.is_cached, hit.cost_micros, hit.source.as_str()), (true, 0, "hunter"));
    let no = ask(&[entry(0, Outcome::Negative), entry(1, Outcome::Found)]);
    assert_eq!(no.skipped[0].reason, SkipReason::KnownNegative);
    assert_eq!(call(no).source, "apollo");
}

#[test]
fn rule_22_an_answer_under_another_name_of_the_person_is_an_answer() {
    let mut plan = plan();
    plan.offers.remove(0);
    let mut person = jane();
    learn(&mut person, "jane@acme.com", Standing::Stated);
    person.facts.push(KnownFact { confidence: 10, value: "old@acme.com".into(), ..person.facts[2].clone() });
    person.external_ids.insert("apollo".to_owned(), ["a1".to_owned()].into());
    let filed = |key: &str, outcome| CacheEntry { source: "apollo".into(), fact_key: key.into(), outcome };
    let ask = |entry: CacheEntry| {
        let state = State { known: &person, attempts: &[], cached: &[entry], budget_micros: Some(100) };
        next(&Plan { offers: plan.offers[..1].to_vec(), ..plan.clone() }, &state)
    };
    for key in ["name:jane|doe@acme.com", "email:jane@acme.com", "email:old@acme.com", "id:a1"] {
        let key = format!("enrich_person:{key}");
        let hit = call(ask(filed(&key, Outcome::Found)));
        assert_eq!((hit.is_cached, hit.cost_micros, hit.fact_key.as_str()), (true, 0, key.as_str()));
        let held = ask(filed(&key, Outcome::Unknown));
        assert_eq!(held.next, Next::Done(Done::Exhausted), "perhaps paid already, under that name");
    }
    let by_id = call(ask(filed("enrich_person:name:jane|doe@acme.com", Outcome::Negative)));
    assert_eq!((by_id.is_cached, by_id.fact_key.as_str()), (false, "enrich_person:id:a1"));
    let other = call(ask(filed("enrich_person:email:joe@acme.com", Outcome::Found)));
    assert!(!other.is_cached, "somebody else's answer");
}

#[test]
fn an_undecidable_address_is_checked_once_and_a_failed_verifier_followed() {
    let mut plan = plan();
    plan.offers.push(offer("second", Capability::VerifyEmail, &[], 7));
    let person = known(&[(EMAIL, "jane@acme.com")]);
    let check = call(step(&plan, &person, &[], None));
    assert_eq!(check.source, "check");
    assert_eq!(call(step(&plan, &person, &[tried(&check, Outcome::Failed)], None)).source, "second");
    let then = call(step(&plan, &person, &[tried(&check, Outcome::Inconclusive)], None));
    assert_eq!(then.source, "apollo", "catch-all: no second opinion, the next source");
}

#[test]
fn the_order_of_a_field_is_the_agencys() {
    let plan = Plan { order: BTreeMap::from([(EMAIL, vec!["apollo".to_owned()])]), ..plan() };
    assert_eq!(call(step(&plan, &jane(), &[], None)).source, "apollo");
    let stored = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
}

#[test]
fn the_price_is_known_before() {
    let plan = plan();
    let price = estimate(&plan, [&jane(), &jane()], None);
    assert_eq!((price.people, price.calls_max), (2, 10), "hunter, apollo and three checks each");
    assert_eq!(price.cost_max_micros, 2 * (20 + 50 + 3 * 5));
    assert!(price.cost_expected_micros > 2 * 20 && price.cost_expected_micros < price.cost_max_micros);
    assert_eq!(estimate(&plan, [&jane()], Some(30)).cost_max_micros, 30);
    let mut done = jane();
    learn(&mut done, "jane@acme.com", Standing::Validated);
    assert_eq!(estimate(&plan, [&done], None).cost_max_micros, 0);
}
