//! Clearbit's quirks, one by one.

use super::map::{company, person};
use crate::connectors::facts::{CompanyField, PersonField};
use serde_json::json;

#[test]
fn a_person_is_read() {
    let row = json!({"id": "aaaa", "name": {"fullName": "Amara Quist", "givenName": "Amara", "familyName": "Quist"},
        "email": "amara@tidewater.example", "geo": {"city": "Durban", "country": "South Africa"},
        "employment": {"domain": "tidewater.example", "name": "Tidewater Foods", "title": "Operations Director",
            "role": "operations", "seniority": "director"},
        "linkedin": {"handle": "in/amara-quist-demo"}, "twitter": {"handle": null}});
    let person = person(&serde_json::from_value(row).unwrap()).unwrap();
    assert_eq!(person.get(PersonField::LinkedinUrl), Some("https://www.linkedin.com/in/amara-quist-demo"));
    assert_eq!(person.get(PersonField::Country), Some("ZA"));
    assert_eq!(person.get(PersonField::Seniority), Some("director"));
    assert_eq!(person.get(PersonField::X), None);
    assert_eq!(person.company.get(CompanyField::Domain), Some("tidewater.example"));
}

#[test]
fn an_empty_person_is_nobody_and_a_fuzzy_one_is_trusted_less() {
    assert_eq!(person(&serde_json::from_value(json!({"name": null, "email": ""})).unwrap()), None);
    let fuzzy =
        json!({"name": {"fullName": "Amara Quist"}, "fuzzy": true, "employment": {"seniority": "wizard"}});
    let fuzzy = person(&serde_json::from_value(fuzzy).unwrap()).unwrap();
    assert_eq!(fuzzy.facts[0].confidence, 40);
    assert_eq!(fuzzy.get(PersonField::Seniority), None);
}

#[test]
fn a_range_stands_in_for_a_missing_head_count() {
    let row =
        |metrics| serde_json::from_value(json!({"name": "Tidewater Foods", "metrics": metrics})).unwrap();
    let exact = company(&row(json!({"employees": 240, "employeesRange": "51-250"}))).unwrap();
    assert_eq!(exact.get(CompanyField::EmployeeCount), Some("240"));
    let rough = company(&row(json!({"employees": null, "employeesRange": "51-250"}))).unwrap();
    assert_eq!(rough.get(CompanyField::EmployeeCount), Some("150"));
    assert_eq!(rough.facts.last().unwrap().confidence, 35);
    assert_eq!(company(&serde_json::from_value(json!({"metrics": 5})).unwrap()), None);
}
