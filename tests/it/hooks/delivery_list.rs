//! The log of deliveries, chosen and sorted.

use super::support::{ok, with_receiver};
use crate::support::actor::{Actor, code};
use entity::membership::Role;
use serde_json::{Value, json};

const FIND: &str = "query($f: WebhookDeliveryFilter, $o: WebhookDeliveryOrder) {
    webhookDeliveries(filter: $f, orderBy: $o) { nodes { eventKind status } totalCount } }";

/// Kind and status of each delivery that a filter finds.
async fn found(of: &Actor, filter: Value, way: &str) -> Vec<(String, String)> {
    let asked = json!({ "f": filter, "o": { "direction": way } });
    let page = of.ask(FIND, asked).await["webhookDeliveries"].clone();
    let nodes = page["nodes"].as_array().expect("a list");
    assert_eq!(page["totalCount"], nodes.len(), "{filter}");
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    nodes.iter().map(|node| (text(&node["eventKind"]), text(&node["status"]))).collect()
}

#[tokio::test]
async fn deliveries_are_found_by_what_became_of_them_and_sorted_either_way() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED", "COMPANY_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    t.advance(chrono::TimeDelta::minutes(1));
    ada.ask("mutation { companyCreate(input: { name: \"Globex\" }) { id } }", json!({})).await;
    let lead = ("LEAD_CREATED".to_owned(), "SUCCEEDED".to_owned());
    let company = ("COMPANY_CREATED".to_owned(), "PENDING".to_owned());
    let either = json!({ "eventKind": { "in": ["LEAD_CREATED", "COMPANY_CREATED"] } });
    assert_eq!(found(&ada, either.clone(), "DESC").await, [company.clone(), lead.clone()]);
    assert_eq!(found(&ada, either.clone(), "ASC").await, [lead.clone(), company.clone()]);
    for (filter, wanted) in [
        (json!({ "status": { "eq": "PENDING" } }), vec![company.clone()]),
        (json!({ "and": [either.clone()], "not": { "status": { "eq": "PENDING" } } }), vec![lead.clone()]),
        (
            json!({ "or": [{ "eventKind": { "eq": "COMPANY_CREATED" } }, { "status": { "eq": "FAILED" } }] }),
            vec![company.clone()],
        ),
        (json!({ "status": { "eq": "FAILED" } }), vec![]),
    ] {
        assert_eq!(found(&ada, filter.clone(), "DESC").await, wanted, "{filter}");
    }
    assert!(found(&eve, either, "DESC").await.is_empty(), "others' are theirs");
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&rob.gql(FIND, json!({})).await), "FORBIDDEN");
}

/// Endpoint and kind of each delivery that a filter finds, oldest first.
async fn of_whom(of: &Actor, filter: &Value) -> Vec<(String, String)> {
    let query = "query($f: WebhookDeliveryFilter) { webhookDeliveries(
        filter: $f, orderBy: { direction: ASC }) { nodes { eventKind endpoint { id } } totalCount } }";
    let page = of.ask(query, json!({ "f": filter })).await["webhookDeliveries"].clone();
    let nodes = page["nodes"].as_array().expect("a list");
    assert_eq!(page["totalCount"], nodes.len(), "{filter}");
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    nodes.iter().map(|node| (text(&node["endpoint"]["id"]), text(&node["eventKind"]))).collect()
}

#[tokio::test]
async fn deliveries_are_found_by_endpoint_and_by_when_they_were_booked() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let (people, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let (firms, _) = ada.hook(receiver.url().as_str(), &["COMPANY_CREATED"]).await;
    let mut times = vec![];
    for name in ["Ana", "Bo"] {
        t.advance(chrono::TimeDelta::minutes(1));
        ada.new_lead(name).await;
        times.push(t.app.now().to_rfc3339());
    }
    t.advance(chrono::TimeDelta::minutes(1));
    ada.ask("mutation { companyCreate(input: { name: \"Globex\" }) { id } }", json!({})).await;
    times.push(t.app.now().to_rfc3339());
    let person = (people.clone(), "LEAD_CREATED".to_owned());
    let firm = (firms.clone(), "COMPANY_CREATED".to_owned());
    let both = vec![person.clone(), person.clone()];
    for (filter, wanted) in [
        (json!({ "endpointId": { "eq": people } }), both.clone()),
        (json!({ "endpointId": { "eq": firms } }), vec![firm.clone()]),
        (json!({ "endpointId": { "not": firms } }), both.clone()),
        (
            json!({ "endpointId": { "in": [people, firms] }, "createdAt": { "gt": times[0] } }),
            vec![person.clone(), firm.clone()],
        ),
        (json!({ "createdAt": { "lt": times[0] } }), vec![]),
        (json!({ "createdAt": { "lte": times[0] } }), vec![person.clone()]),
        (json!({ "createdAt": { "between": { "from": times[0], "to": times[1] } } }), both.clone()),
        (json!({ "not": { "createdAt": { "gte": times[1] } } }), vec![person.clone()]),
        (json!({ "endpointId": { "eq": firms }, "createdAt": { "lt": times[2] } }), vec![]),
    ] {
        assert_eq!(of_whom(&ada, &filter).await, wanted, "{filter}");
    }
    assert!(of_whom(&eve, &json!({ "endpointId": { "eq": people } })).await.is_empty(), "others' are theirs");
}
