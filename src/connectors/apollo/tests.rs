//! Apollo's quirks, one by one.

use super::{
    map::{associate, company, person},
    wire,
};
use crate::connectors::facts::{CompanyField, PersonField};
use serde_json::{Value, json};

fn row(value: Value) -> wire::Person {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_search_row_shows_no_last_name_and_no_address() {
    let teaser = person(&row(json!({
        "id": "66f0aa01bb02cc03dd04ee05", "first_name": "Naledi", "last_name_obfuscated": "Mo***i",
        "title": "Head of Sales", "has_email": true, "has_direct_phone": "Maybe: please request direct dial",
        "organization": {"name": "Kestrel Freight", "has_industry": true}
    })));
    assert_eq!(teaser.get(PersonField::LastName), None);
    assert_eq!(teaser.get(PersonField::Email), None);
    assert_eq!(teaser.get(PersonField::Seniority), Some("head"));
    assert_eq!(teaser.company.get(CompanyField::Name), Some("Kestrel Freight"));
}

#[test]
fn addresses_are_trusted_as_far_as_apollo_does() {
    let read = |email: &str, status: Value| {
        let person = person(&row(
            json!({"email": email, "email_status": status, "extrapolated_email_confidence": 0.61}),
        ));
        let fact = person.facts.into_iter().find(|fact| fact.field == PersonField::Email);
        fact.map(|fact| (fact.confidence, fact.is_validated))
    };
    assert_eq!(read("a@b.example", json!("verified")), Some((95, true)));
    assert_eq!(read("a@b.example", json!("likely to engage")), Some((75, false)));
    assert_eq!(read("a@b.example", json!("extrapolated")), Some((61, false)));
    assert_eq!(read("a@b.example", json!("a new word")), Some((50, false)));
    assert_eq!(read("a@b.example", Value::Null), Some((50, false)));
    assert_eq!(read("a@b.example", json!("unavailable")), None);
    assert_eq!(read("email_not_unlocked@domain.com", json!("verified")), None);
}

#[test]
fn unknown_words_and_missing_fields_do_not_matter() {
    let odd = person(&row(
        json!({"seniority": "galactic", "title": null, "departments": "x", "organization": 7, "id": 5}),
    ));
    assert_eq!(odd.external_id.as_deref(), Some("5"));
    assert!(odd.facts.is_empty() && odd.company.facts.is_empty());
    assert!(person(&row(json!({}))).facts.is_empty());
}

#[test]
fn a_number_on_a_do_not_call_list_is_left_out() {
    let numbers = json!({"contact": {"phone_numbers": [
        {"sanitized_number": "+1555010", "dnc_status": "listed"}, {"sanitized_number": "+1555011", "dnc_status": null}
    ]}});
    assert_eq!(person(&row(numbers)).get(PersonField::Phone), Some("+1555011"));
}

#[test]
fn matches_find_their_question_in_any_order() {
    let detail = |id: &str| wire::Detail { id: Some(id.to_owned()), ..Default::default() };
    let by_mail = wire::Detail { email: Some("C@x.example".into()), ..Default::default() };
    let by_name =
        wire::Detail { name: Some("Di Da".into()), domain: Some("x.example".into()), ..Default::default() };
    let asked = [detail("a"), detail("missing"), by_mail, by_name];
    let matches = vec![
        row(json!({"id": "d", "name": "di da", "organization": {"primary_domain": "x.example"}})),
        row(json!({"id": "c", "email": "c@x.example"})),
        row(json!({"id": "a"})),
        row(json!({"id": "stranger"})),
    ];
    let ids: Vec<Option<String>> =
        associate(&asked, matches).into_iter().map(|found| found.and_then(|row| row.id.0)).collect();
    assert_eq!(ids, [Some("a".into()), None, Some("c".into()), Some("d".into())]);
}

#[test]
fn the_only_question_owns_the_only_answer() {
    let asked = [wire::Detail { email: Some("old@x.example".into()), ..Default::default() }];
    let found = associate(&asked, vec![row(json!({"id": "a", "email": "new@x.example"}))]);
    assert!(found[0].is_some());
}

#[test]
fn an_organization_keeps_what_is_sound() {
    let row = json!({"name": "Kestrel Freight", "website_url": "http://www.kestrelfreight.example",
        "estimated_num_employees": 0, "annual_revenue": 1.25e7, "country": "South Africa", "technology_names": ["SAP", 7, null]});
    let company = company(&serde_json::from_value(row).unwrap());
    assert_eq!(company.get(CompanyField::Domain), Some("kestrelfreight.example"));
    assert_eq!(company.get(CompanyField::EmployeeCount), None);
    assert_eq!(company.get(CompanyField::AnnualRevenue), Some("12500000"));
    assert_eq!(company.get(CompanyField::Country), Some("ZA"));
}
