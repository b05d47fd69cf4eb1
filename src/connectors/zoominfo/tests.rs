//! ZoomInfo's quirks, one by one.

use super::{
    ask,
    map::{associate, company, person},
    wire::{self, Document, PersonInput},
};
use crate::connectors::{
    clue::PersonClue,
    facts::{CompanyField, PeopleQuery, PersonField, Seniority},
};
use serde_json::{Value, json};

fn contacts(rows: &Value) -> Document<wire::Contact> {
    serde_json::from_value(json!({ "data": rows })).unwrap()
}

#[test]
fn rows_find_their_question_by_the_input_they_repeat() {
    let email = |address: &str| PersonInput::Email { email_address: address.to_owned() };
    let row = |id: &str, address: &str, status: &str| json!({"id": id, "type": "Contact", "attributes": {"firstName": id}, "meta": {"input": {"emailAddress": address}, "matchStatus": status}});
    let rows = json!([
        row("9", "c@x.example", "COMPANY_ONLY_MATCH"),
        row("2", "b@x.example", "SOME_NEW_MATCH"),
        row("1", "A@x.example", "FULL_MATCH"),
        {"id": "0", "type": "NoMatch", "meta": {"input": {"emailAddress": "d@x.example"}, "matchStatus": "NO_MATCH"}},
    ]);
    let asked = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"].map(email);
    let found = associate(&asked, contacts(&rows).data.0);
    let ids: Vec<_> =
        found.iter().map(|person| person.as_ref().and_then(|it| it.external_id.as_deref())).collect();
    assert_eq!(ids, [Some("1"), Some("2"), None, None]);
}

#[test]
fn numbers_on_do_not_call_lists_are_left_out() {
    let row = json!([{"id": 9, "attributes": {"firstName": "Amara", "phone": "+1555010", "mobilePhone": "+1555011",
        "directPhoneDoNotCall": true, "mobilePhoneDoNotCall": false, "contactAccuracyScore": "91",
        "managementLevel": ["C-Level"], "company": {"id": 770_001, "name": "Tidewater Foods"}}}]);
    let person = person(&contacts(&row).data.0[0]).unwrap();
    assert_eq!(person.get(PersonField::Phone), Some("+1555011"));
    assert_eq!(person.facts[0].confidence, 91);
    assert_eq!(person.get(PersonField::Seniority), Some("c_suite"));
    assert_eq!(person.company.external_id.as_deref(), Some("770001"));
}

#[test]
fn a_company_without_a_match_is_none() {
    let read = |row: Value| {
        let document: Document<wire::Company> = serde_json::from_value(json!({"data": [row]})).unwrap();
        company(&document.data.0[0])
    };
    assert_eq!(read(json!({"id": "0", "type": "NoMatch"})), None);
    let found =
        read(json!({"id": "770001", "type": "Company", "attributes": {"website": "www.tidewater.example",
        "primaryIndustry": ["Food"], "foundedYear": "2009", "employeeCount": -3}}))
        .unwrap();
    assert_eq!(found.get(CompanyField::Domain), Some("tidewater.example"));
    assert_eq!(found.get(CompanyField::Industry), Some("Food"));
    assert_eq!(found.get(CompanyField::FoundedYear), Some("2009"));
    assert_eq!(found.get(CompanyField::EmployeeCount), None);
}

#[test]
fn questions_are_texts_in_zoominfos_words() {
    let query = PeopleQuery {
        titles: vec!["head of sales".into(), "director, sales".into()],
        seniorities: vec![Seniority::Head, Seniority::Director, Seniority::CSuite],
        countries: vec!["ZA".into()],
        employees_min: Some(51),
        ..PeopleQuery::default()
    };
    let expected = json!({"jobTitle": "head of sales OR director  sales", "managementLevel": "C-Level,Director",
        "country": "South Africa", "employeeRangeMin": "51"});
    assert_eq!(Value::Object(ask::search(&query).unwrap()), expected);
    let anywhere = PeopleQuery { countries: vec!["ZA".into()], ..PeopleQuery::default() };
    assert_eq!(ask::search(&anywhere), None, "a country alone narrows nothing");
}

#[test]
fn somebody_is_named_in_exactly_one_way() {
    let clue = PersonClue {
        email: Some("a@x.example".into()),
        linkedin_url: Some("l".into()),
        ..PersonClue::default()
    };
    assert_eq!(json!(ask::person(&clue)), json!({"emailAddress": "a@x.example"}));
    let named = PersonClue {
        full_name: Some("No Body".into()),
        company_name: Some("Void".into()),
        ..PersonClue::default()
    };
    assert_eq!(json!(ask::person(&named)), json!({"fullName": "No Body", "companyName": "Void"}));
    assert_eq!(ask::person(&PersonClue::default()), None);
}
