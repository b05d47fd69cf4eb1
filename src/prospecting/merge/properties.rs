//! What holds for any records: order and repetition do not matter, nothing is lost, no two profiles are one person.

use super::identity::{Identity, in_order};
use super::{Merged, Sourced, groups::partition, merge};
use crate::connectors::facts::{CompanyField, Person, PersonField};
use chrono::{DateTime, TimeDelta};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, ProptestConfig, Strategy, any};
use proptest::sample::{select, subsequence};
use proptest::{prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeSet;

const PROFILES: [&str; 3] = ["in/jane", "in/john", "in/joe"];
const EMAILS: [&str; 4] = ["j@acme.com", "d@acme.com", "x@gmail.com", "info@acme.com"];
const NAMES: [&str; 3] = ["Jane Doe", "Jane A. Doe", "John B. Roe"];

/// Few values, so that records collide in every way.
fn a_record() -> impl Strategy<Value = Sourced> {
    let keys =
        (subsequence(PROFILES.to_vec(), 0..=2), subsequence(EMAILS.to_vec(), 0..3), of(select(&NAMES[..])));
    let rest =
        (of(select(vec!["acme.com", "beta.com"])), of(select(vec!["1", "2"])), select(vec!["a", "b", "c"]));
    (keys, rest, 0..3_i64, any::<(bool, bool)>(), 0..3_u8).prop_map(
        |((profiles, emails, name), (domain, id, source), day, (checked, silent), trust)| {
            let mut person = Person {
                external_id: id.map(str::to_owned),
                is_forbidden: silent && trust == 0,
                ..Person::default()
            };
            profiles.iter().for_each(|profile| person.know(PersonField::LinkedinUrl, Some(*profile), trust));
            emails.iter().for_each(|address| person.know(PersonField::Email, Some(*address), trust));
            person.know(PersonField::FullName, name, trust);
            person.facts.iter_mut().for_each(|fact| fact.is_validated = checked);
            person.company.know(CompanyField::Domain, domain, trust);
            Sourced {
                source: source.to_owned(),
                fetched_at: DateTime::UNIX_EPOCH + TimeDelta::days(day),
                person,
            }
        },
    )
}

fn records() -> impl Strategy<Value = Vec<Sourced>> {
    vec(a_record(), 0..9)
}

fn groups_of(records: &[Sourced]) -> Vec<Vec<Sourced>> {
    let records = in_order(records);
    let identities: Vec<Identity> = records.iter().map(Identity::of).collect();
    partition(&identities).iter().map(|group| group.iter().map(|at| records[*at].clone()).collect()).collect()
}

fn who(group: &[Sourced]) -> Identity {
    Identity::together(group.iter().map(Identity::of).collect::<Vec<_>>().iter())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn order_does_not_matter((records, shuffled) in records().prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle()))) {
        prop_assert_eq!(merge(&records), merge(&shuffled));
    }

    #[test]
    fn neither_does_the_order_of_facts(mut records in records()) {
        let before = merge(&records);
        records.iter_mut().for_each(|record| record.person.facts.reverse());
        prop_assert_eq!(before, merge(&records));
    }

    #[test]
    fn repetition_does_not_matter(records in records(), again in 0..9_usize) {
        let doubled: Vec<Sourced> = records.iter().chain(records.iter().take(again)).cloned().collect();
        prop_assert_eq!(merge(&records), merge(&doubled));
    }

    #[test]
    fn nothing_is_lost_and_nothing_counts_twice(records in records()) {
        let members: usize = groups_of(&records).iter().map(Vec::len).sum();
        prop_assert_eq!(members, in_order(&records).len());
        for person in merge(&records) {
            for field in [PersonField::Email, PersonField::FullName, PersonField::LinkedinUrl] {
                let all = person.facts.iter().filter(|c| c.field == field);
                prop_assert_eq!(all.clone().filter(|c| c.is_chosen).count(), usize::from(all.count() > 0));
            }
        }
    }

    #[test]
    fn a_profile_is_one_person_and_a_person_one_profile(records in records()) {
        let people: Vec<Identity> = groups_of(&records).iter().map(|g| who(g)).collect();
        let profiles: Vec<&String> = people.iter().flat_map(|p| &p.linkedin).collect();
        prop_assert!(people.iter().all(|p| p.linkedin.len() <= 1));
        prop_assert_eq!(profiles.len(), profiles.iter().collect::<BTreeSet<_>>().len());
    }

    #[test]
    fn whoever_shares_a_key_is_one_or_flagged(records in records()) {
        let people = merge(&records);
        for (at, person) in people.iter().enumerate() {
            let addresses = emails(person);
            for (other, twin) in people.iter().enumerate().filter(|(other, _)| *other != at) {
                let flagged = person.flags.iter().any(|f| f.with.contains(&other));
                prop_assert!(flagged || addresses.is_disjoint(&emails(twin)));
                prop_assert_eq!(flagged, twin.flags.iter().any(|f| f.with.contains(&at)));
            }
        }
    }

    #[test]
    fn a_person_alone_is_still_that_person(records in records()) {
        for group in groups_of(&records) {
            prop_assert_eq!(merge(&group).len(), 1);
        }
    }

    #[test]
    fn silence_covers_every_shared_address(records in records()) {
        let silent: BTreeSet<String> = records.iter().filter(|r| r.person.is_forbidden).flat_map(|r| Identity::of(r).emails).collect();
        for person in merge(&records) {
            prop_assert!(person.is_forbidden || emails(&person).is_disjoint(&silent));
        }
    }
}

/// The addresses that identify a person.
fn emails(person: &Merged) -> BTreeSet<String> {
    let all = person.facts.iter().filter(|c| c.field == PersonField::Email && !c.value.starts_with("info@"));
    all.map(|c| c.value.clone()).collect()
}
