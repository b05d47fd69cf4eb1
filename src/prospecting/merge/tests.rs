//! Stories of rule 27.

use super::{FlagKind, Merged, Problem, Sourced, merge};
use crate::connectors::facts::{CompanyField, Person, PersonField};
use chrono::{DateTime, TimeDelta};

/// A record of `source`, fetched on the `day`-th day.
fn record(source: &str, day: i64, facts: &[(PersonField, &str, u8)]) -> Sourced {
    let mut person = Person::default();
    for (field, value, confidence) in facts {
        person.know(*field, Some(*value), *confidence);
    }
    Sourced { source: source.to_owned(), fetched_at: DateTime::UNIX_EPOCH + TimeDelta::days(day), person }
}

fn at(mut record: Sourced, company: &[(CompanyField, &str, u8)]) -> Sourced {
    for (field, value, confidence) in company {
        record.person.company.know(*field, Some(*value), *confidence);
    }
    record
}

fn validated(mut record: Sourced) -> Sourced {
    record.person.facts.iter_mut().for_each(|fact| fact.is_validated = true);
    record
}

fn numbered(mut record: Sourced, id: &str) -> Sourced {
    record.person.external_id = Some(id.to_owned());
    record
}

fn profile(id: &str) -> String {
    format!("https://www.linkedin.com/in/{id}")
}

use PersonField::{City, Country, Email, FirstName, FullName, LastName, LinkedinUrl, Phone, Title};

#[test]
fn rule_27_three_sources_one_person() {
    let people = merge(&[
        numbered(
            record(
                "apollo",
                1,
                &[(LinkedinUrl, "http://de.linkedin.com/in/Jane-Doe/", 90), (Title, "Head of Ops", 60)],
            ),
            "a1",
        ),
        numbered(
            record(
                "unipile",
                2,
                &[
                    (LinkedinUrl, &profile("jane-doe"), 99),
                    (FullName, "Jane Doe", 90),
                    (Email, "Jane@Acme.com", 40),
                ],
            ),
            "u1",
        ),
        at(
            record("hunter", 3, &[(FullName, "DOE, Jane", 70), (Phone, "+27 21 650 9111", 50)]),
            &[(CompanyField::Domain, "https://www.acme.com", 80)],
        ),
        record("csv", 3, &[(Email, "\"Jane\" <jane@acme.com>", 50), (City, "Berlin", 50)]),
    ]);
    let [jane] = people.as_slice() else { panic!("{people:#?}") };
    assert_eq!(jane.get(LinkedinUrl), Some("https://www.linkedin.com/in/jane-doe"));
    assert_eq!(
        (jane.get(Email), jane.get(Phone), jane.get(City)),
        (Some("jane@acme.com"), Some("+27216509111"), Some("Berlin"))
    );
    assert_eq!(jane.external_ids["apollo"].iter().collect::<Vec<_>>(), ["a1"]);
    assert_eq!(jane.company.get(CompanyField::Domain), Some("acme.com"));
    assert!(jane.flags.is_empty() && !jane.is_forbidden);
}

#[test]
fn rule_27_validated_then_confident_then_fresh() {
    let email = |source, day, value, confidence| {
        record(source, day, &[(LinkedinUrl, &profile("jane"), 90), (Email, value, confidence)])
    };
    let chosen = |records: &[Sourced]| merge(records)[0].get(Email).map(str::to_owned);
    let sure = email("a", 1, "sure@acme.com", 99);
    assert_eq!(
        chosen(&[sure.clone(), validated(email("b", 1, "checked@acme.com", 10))]).as_deref(),
        Some("checked@acme.com")
    );
    assert_eq!(
        chosen(&[sure.clone(), email("b", 9, "fresh@acme.com", 98)]).as_deref(),
        Some("sure@acme.com")
    );
    assert_eq!(
        chosen(&[sure.clone(), email("b", 9, "fresh@acme.com", 99)]).as_deref(),
        Some("fresh@acme.com")
    );
    let people = merge(&[sure, email("b", 9, "fresh@acme.com", 99)]);
    let losers: Vec<_> = people[0].facts.iter().filter(|c| c.field == Email && !c.is_chosen).collect();
    assert_eq!(
        (losers.len(), losers[0].value.as_str(), losers[0].source.as_str()),
        (1, "sure@acme.com", "a"),
        "losers are kept"
    );
}

#[test]
fn rule_27_contradicting_profiles_stay_apart_and_say_so() {
    let people = merge(&[
        record("a", 1, &[(LinkedinUrl, &profile("jane"), 90), (Email, "j@acme.com", 50)]),
        record("b", 1, &[(LinkedinUrl, &profile("john"), 90), (Email, "j@acme.com", 50)]),
    ]);
    assert_eq!(people.len(), 2);
    assert!(
        people
            .iter()
            .enumerate()
            .all(|(at, p)| p.flags[0].kind == FlagKind::SameEmail && p.flags[0].with == [1 - at])
    );
}

#[test]
fn rule_27_a_record_between_two_people_glues_nobody() {
    let jane = record("a", 1, &[(LinkedinUrl, &profile("jane"), 90), (Email, "j@acme.com", 50)]);
    let john = record("b", 1, &[(LinkedinUrl, &profile("john"), 90), (Email, "d@acme.com", 50)]);
    let bridge = record("c", 1, &[(Email, "j@acme.com", 50), (Email, "d@acme.com", 50)]);
    let people = merge(&[jane.clone(), bridge.clone(), john.clone()]);
    assert_eq!(people.len(), 3, "jane, john, and a record that may be either");
    let undecided = people.iter().find(|p| p.get(LinkedinUrl).is_none()).unwrap();
    assert_eq!(undecided.flags[0].with.len(), 2);
    assert_eq!(merge(&[jane, bridge]).len(), 1, "without john there is no doubt");
}

#[test]
fn rule_27_namesakes_at_one_company() {
    let name = |source, facts: &[(PersonField, &str, u8)]| {
        at(record(source, 1, facts), &[(CompanyField::Domain, "acme.com", 80)])
    };
    let plain = name("a", &[(FirstName, "Jane", 50), (LastName, "Doe", 50)]);
    let count = |other: &Sourced| merge(&[plain.clone(), other.clone()]).len();
    assert_eq!(count(&name("b", &[(FullName, "Jane A. Doe", 50)])), 1);
    assert_eq!(
        merge(&[name("a", &[(FullName, "Jane A. Doe", 50)]), name("b", &[(FullName, "Jane B. Doe", 50)])])
            .len(),
        2
    );
    assert_eq!(
        merge(&[numbered(plain.clone(), "1"), numbered(plain.clone(), "2")]).len(),
        2,
        "one source says they are two"
    );
    let checked = |address: &str| validated(name("b", &[(FullName, "Jane Doe", 50), (Email, address, 50)]));
    assert_eq!(merge(&[checked("jane@acme.com"), checked("jane.doe2@acme.com")]).len(), 2);
    let elsewhere =
        at(record("b", 1, &[(FullName, "Jane Doe", 50)]), &[(CompanyField::Domain, "beta.com", 80)]);
    assert_eq!(count(&elsewhere), 2);
    let freemail = |source| {
        at(record(source, 1, &[(FullName, "Jane Doe", 50)]), &[(CompanyField::Domain, "gmail.com", 80)])
    };
    assert_eq!(merge(&[freemail("a"), freemail("b")]).len(), 2, "gmail.com is no company");
}

#[test]
fn a_shared_mailbox_makes_nobody_one() {
    let info = |source, name| record(source, 1, &[(FullName, name, 50), (Email, "info@acme.com", 50)]);
    let people = merge(&[info("a", "Jane Doe"), info("b", "Joe Roe")]);
    assert_eq!((people.len(), people.iter().all(|p| p.flags.is_empty())), (2, true));
}

#[test]
fn a_lying_source_is_kept_but_not_believed() {
    let people = merge(&[
        record(
            "liar",
            9,
            &[
                (LinkedinUrl, &profile("jane"), 99),
                (Email, "not an address", 100),
                (Country, "Atlantis", 100),
                (FullName, "Ja***e", 100),
            ],
        ),
        record(
            "b",
            1,
            &[
                (LinkedinUrl, &profile("jane"), 50),
                (Email, "jane@acme.com", 10),
                (Country, "Germany", 10),
                (FullName, "Jane Doe", 10),
            ],
        ),
    ]);
    let [jane] = people.as_slice() else { panic!("{people:#?}") };
    assert_eq!(
        (jane.get(Email), jane.get(Country), jane.get(FullName)),
        (Some("jane@acme.com"), Some("DE"), Some("Jane Doe"))
    );
    assert_eq!(jane.facts.iter().filter(|c| c.problem == Some(Problem::Malformed)).count(), 3);
}

#[test]
fn facts_of_another_company_are_not_mixed_in() {
    use CompanyField::{Domain, EmployeeCount, Name, Technology};
    let jane = |source, company: &[(CompanyField, &str, u8)]| {
        at(record(source, 1, &[(LinkedinUrl, &profile("jane"), 50)]), company)
    };
    let people = merge(&[
        jane("now", &[(Domain, "acme.com", 90), (Name, "Acme Ltd", 50), (Technology, "Rust", 50)]),
        jane("before", &[(Domain, "beta.com", 50), (Name, "Beta", 90), (EmployeeCount, "5", 99)]),
        jane(
            "vague",
            &[
                (Name, "ACME Inc.", 40),
                (EmployeeCount, "250", 30),
                (Technology, "rust", 90),
                (Technology, "SQL", 20),
            ],
        ),
        jane("stale", &[(Name, "Gamma", 99), (EmployeeCount, "9", 99)]),
    ]);
    let company = &people[0].company;
    assert_eq!((company.get(Name), company.number(EmployeeCount)), (Some("Acme Ltd"), Some(250)));
    let technologies: Vec<_> = company
        .facts
        .iter()
        .filter(|c| c.field == Technology && c.is_chosen)
        .map(|c| c.value.as_str())
        .collect();
    assert_eq!(technologies, ["rust", "SQL"], "a list is united");
    assert_eq!(company.facts.iter().filter(|c| c.problem == Some(Problem::OtherCompany)).count(), 5);
}

#[test]
fn whoever_asked_for_silence_gets_it_under_every_key() {
    let mut silent = record("hunter", 1, &[(Email, "jane@acme.com", 50)]);
    silent.person.is_forbidden = true;
    let people = merge(&[
        silent,
        record("a", 1, &[(LinkedinUrl, &profile("jane"), 90), (Email, "jane@acme.com", 50)]),
        record("b", 1, &[(LinkedinUrl, &profile("john"), 90), (Email, "jane@acme.com", 50)]),
        record("c", 1, &[(Email, "joe@acme.com", 50)]),
    ]);
    let allowed: Vec<&Merged> = people.iter().filter(|p| !p.is_forbidden).collect();
    assert_eq!((allowed.len(), allowed[0].get(Email)), (1, Some("joe@acme.com")));
}

#[test]
fn nothing_comes_of_nothing_and_the_answer_can_be_stored() {
    assert!(merge(&[]).is_empty());
    let people = merge(&[record("a", 1, &[]), record("a", 2, &[(FullName, "Jane Doe", 50)])]);
    assert_eq!(people.len(), 2);
    let stored = serde_json::to_string(&people).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Merged>>(&stored).unwrap(), people);
}
