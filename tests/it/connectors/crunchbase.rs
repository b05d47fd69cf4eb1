//! Crunchbase on the wire.

use super::support::{KEY, source, stage};
use crate::support::scripted::{Canned, Scripted};
use leadwire::connectors::{
    Connectors, SourceKind,
    clue::{CompanyClue, CompanyQuery},
    facts::CompanyField,
};
use serde_json::{Value, json};

fn entities(ids: &[&str]) -> Canned {
    let row = |id: &&str| json!({"uuid": id, "properties": {"identifier": {"value": id}, "website_url": format!("https://{id}.example")}});
    Canned::json(200, &json!({"count": ids.len(), "entities": ids.iter().map(row).collect::<Vec<Value>>()}))
}

fn suggestion(names: &[(&str, &str)]) -> Canned {
    let row = |(id, name): &(&str, &str)| json!({"identifier": {"uuid": id, "value": name}});
    Canned::json(200, &json!({"entities": names.iter().map(row).collect::<Vec<Value>>()}))
}

fn query() -> CompanyQuery {
    CompanyQuery {
        countries: vec!["ZA".into()],
        industries: vec!["Logistics".into()],
        ..CompanyQuery::default()
    }
}

async fn named_stage(pages: Vec<Canned>) -> (Scripted, Connectors) {
    let mut script = vec![
        suggestion(&[("south-africa-radio", "South Africa Radio"), ("za-uuid", "South Africa")]),
        suggestion(&[("logistics-uuid", "Logistics")]),
    ];
    script.extend(pages);
    stage(script).await
}

#[tokio::test]
async fn names_become_ids_once_and_pages_follow_the_last_row() {
    let (server, connectors) = named_stage(vec![entities(&["a", "b"]), entities(&["c"])]).await;
    let crunchbase = source(&connectors, SourceKind::Crunchbase);
    let port = crunchbase.find_companies().unwrap();
    let first = port.find_companies(&query(), None, 2).await.unwrap().value;
    let second = port.find_companies(&query(), first.next.as_deref(), 2).await.unwrap().value;
    assert_eq!((first.items.len(), second.items.len(), second.next), (2, 1, None));
    assert_eq!(first.items[0].get(CompanyField::Domain), Some("a.example"));
    let seen = server.seen();
    assert_eq!(seen.len(), 4, "the names are looked up for the first page only");
    assert_eq!(
        (seen[0].query("query"), seen[0].query("collection_ids")),
        (Some("South Africa"), Some("locations"))
    );
    assert_eq!(seen[0].header("x-cb-user-key"), Some(KEY));
    let expected = json!([
        {"type": "predicate", "field_id": "location_identifiers", "operator_id": "includes", "values": ["za-uuid"]},
        {"type": "predicate", "field_id": "categories", "operator_id": "includes", "values": ["logistics-uuid"]},
    ]);
    assert_eq!(seen[2].json()["query"], expected);
    assert_eq!(seen[2].json().get("after_id"), None);
    assert_eq!(seen[3].json()["after_id"], "b");
}

#[tokio::test]
async fn a_place_nobody_knows_finds_nobody_instead_of_the_whole_world() {
    let (server, connectors) = stage(vec![suggestion(&[])]).await;
    let crunchbase = source(&connectors, SourceKind::Crunchbase);
    let found = crunchbase.find_companies().unwrap().find_companies(&query(), None, 25).await.unwrap();
    assert_eq!((found.value.items.len(), found.value.next), (0, None));
    assert!(server.seen().iter().all(|seen| seen.path == "/v4/data/autocompletes"));
}

#[tokio::test]
async fn a_list_that_never_ends_comes_to_an_end() {
    let (server, connectors) = named_stage(vec![entities(&["a", "b"])]).await;
    let crunchbase = source(&connectors, SourceKind::Crunchbase);
    let port = crunchbase.find_companies().unwrap();
    let first = port.find_companies(&query(), None, 2).await.unwrap().value;
    let second = port.find_companies(&query(), first.next.as_deref(), 2).await.unwrap().value;
    assert_eq!(second.next, None, "the same last row again");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_company_is_found_by_the_only_operator_its_field_takes() {
    let (server, connectors) = stage(vec![entities(&["tidewater"]), entities(&[])]).await;
    let crunchbase = source(&connectors, SourceKind::Crunchbase);
    let port = crunchbase.enrich_company().unwrap();
    let clue = CompanyClue { domain: Some("tidewater.example".into()), ..CompanyClue::default() };
    assert!(port.enrich_company(&clue).await.unwrap().value.is_some());
    assert!(port.enrich_company(&clue).await.unwrap().value.is_none());
    let asked = &server.seen()[0].json()["query"][0];
    assert_eq!((&asked["field_id"], &asked["operator_id"]), (&json!("website_url"), &json!("domain_eq")));
    assert!(
        !server.seen()[0].json()["field_ids"].to_string().contains("funding"),
        "not every package has it"
    );
}

#[tokio::test]
async fn errors_as_arrays_and_without_times_are_understood() {
    let list = json!([{"status": 401, "code": "LA401", "message": "Unauthorized user_key"}]);
    for (answer, name) in [
        (Canned::json(401, &list), "unauthorized"),
        (Canned::json(403, &list), "not_permitted"),
        (Canned::json(400, &json!({"value": "unknown field"})), "bad_request"),
        (Canned::empty(426), "bad_request"),
        (Canned::empty(429), "rate_limited"),
        (Canned::json(200, &json!([1, 2])), "malformed"),
        (Canned::json(200, &json!({"count": 1})), "malformed"),
    ] {
        let (server, connectors) = stage(vec![answer]).await;
        let crunchbase = source(&connectors, SourceKind::Crunchbase);
        let clue = CompanyClue { domain: Some("tidewater.example".into()), ..CompanyClue::default() };
        let error = crunchbase.enrich_company().unwrap().enrich_company(&clue).await.unwrap_err();
        assert_eq!(error.name(), name);
        assert_eq!(server.seen().len(), 1, "{name}: ten seconds are not waited for in here");
    }
}
