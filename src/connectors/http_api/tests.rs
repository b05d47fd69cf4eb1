//! Descriptions, right and wrong.

use super::{
    endpoint::Endpoint,
    map,
    settings::read,
    template::{Body, Template},
    values::{PERSON, SEARCH, Values},
};
use crate::connectors::{
    clue::PersonClue,
    facts::{CompanyField, PeopleQuery, PersonField},
};
use serde_json::{Value, json};

fn directory() -> Value {
    json!({"baseUrl": "https://directory.example/v1", "auth": {"style": "header", "name": "X-Key"}, "people": {
        "path": "/people", "query": {"title": "{title}", "q": "{keywords}", "kind": "all"}, "items": "/results",
        "externalId": "/id", "person": {"fullName": "/name", "email": "/email", "country": "/country"},
        "company": {"name": "/company/name", "domain": "/company/website", "employee_count": "/company/size",
            "technology": "/company/tools"},
        "page": {"style": "page", "sizeParameter": "per_page", "next": "/next_page"}
    }})
}

#[test]
fn a_sound_description_is_taken() {
    let settings = read(&directory(), &json!({"apiKey": "k"}))
        .map_err(|faults| format!("{faults:?}"))
        .unwrap_or_else(|faults| panic!("{faults}"));
    let people = settings.people.unwrap();
    let row = json!({"id": 7, "name": "Amara Quist", "email": null, "country": "South Africa",
        "company": {"name": "Tidewater Foods", "website": "https://www.tidewater.example", "size": "51-250", "tools": ["SAP", {}, "Excel"]}});
    let person = map::person(&people, &row).unwrap();
    assert_eq!(person.external_id.as_deref(), Some("7"));
    assert_eq!(person.get(PersonField::Country), Some("ZA"));
    assert_eq!(person.company.get(CompanyField::Domain), Some("tidewater.example"));
    assert_eq!(person.company.get(CompanyField::EmployeeCount), Some("150"));
    assert_eq!(person.company.facts.iter().filter(|fact| fact.field == CompanyField::Technology).count(), 2);
    assert_eq!(map::person(&people, &json!({"name": {}})), None);
}

#[test]
fn every_wrong_field_is_named() {
    let config = json!({"baseUrl": "file:///etc/passwd", "auth": {"style": "header", "name": "Host"}, "person": {
        "path": "/x/../{secret}?a=b", "query": {"e": "{email"}, "items": "data", "page": {"style": "cursor"},
        "person": {"shoeSize": "/x", "email": "email"}, "costMicros": -1
    }, "extra": 1});
    let Err(faults) = read(&config, &json!({})) else { panic!("taken") };
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    for path in [
        "config.baseUrl",
        "config.auth.name",
        "config.person.path",
        "config.person.query",
        "config.person.items",
        "config.person.page.next",
        "config.person.person.shoeSize",
        "config.person.person.email",
        "config.person.costMicros",
        "config.extra",
        "credentials.apiKey",
    ] {
        assert!(paths.contains(&path), "{path} is missing in {paths:?}");
    }
}

#[test]
fn what_is_unknown_is_left_out() {
    let query = PeopleQuery { titles: vec!["head of sales".into()], ..PeopleQuery::default() };
    let values = Values::search(&query, 25);
    let template = |text| Template::read(text, &SEARCH).unwrap();
    assert_eq!(template("{title}").fill(&values).as_deref(), Some("head of sales"));
    assert_eq!(template("{city}").fill(&values), None);
    assert_eq!(template("{title} {city}").fill(&values).as_deref(), Some("head of sales "));
    assert_eq!(template("all").fill(&values).as_deref(), Some("all"));
    let body = Body::read(
        &json!({"filter": {"title": "{title}", "city": "{city}"}, "n": 5, "l": ["{city}", "{title}"]}),
        &SEARCH,
    );
    assert_eq!(
        body.unwrap().fill(&values),
        Some(json!({"filter": {"title": "head of sales"}, "n": 5, "l": ["head of sales"]}))
    );
}

#[test]
fn a_person_is_asked_for_only_when_every_placeholder_is_known() {
    let config = json!({"path": "/people/{email}", "query": {"n": "{fullName}"}});
    let (endpoint, faults) = Endpoint::read(&config, "config.person", &PERSON);
    assert!(faults.is_empty(), "{faults:?}");
    let clue = PersonClue { email: Some("a@b.example".into()), ..PersonClue::default() };
    assert!(!endpoint.is_answerable(&Values::person(&clue)));
    let named = PersonClue { full_name: Some("A B".into()), ..clue };
    assert!(endpoint.is_answerable(&Values::person(&named)));
}
