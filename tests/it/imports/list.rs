//! Imports, chosen and sorted.

use super::support::{created, imported};
use crate::support::{actor::Actor, app::TestApp};
use serde_json::{Value, json};

const FIND: &str = "query($f: ImportFilter, $o: ImportOrder) {
    imports(filter: $f, orderBy: $o) { nodes { id } totalCount } }";

async fn found(of: &Actor, filter: Value, order: Value) -> Vec<Value> {
    let page = of.ask(FIND, json!({ "f": filter, "o": order })).await["imports"].clone();
    let ids: Vec<Value> =
        page["nodes"].as_array().expect("a list").iter().map(|node| node["id"].clone()).collect();
    assert_eq!(page["totalCount"], ids.len(), "{filter}");
    ids
}

#[tokio::test]
async fn imports_are_found_by_where_they_stand_and_sorted_either_way() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let first = imported(&t, &ada, b"Email\nana@acme.example\n", json!({})).await["id"].clone();
    let second = created(&t, &ada, b"Email\nbo@acme.example\n", json!({})).await["id"].clone();
    let both = found(&ada, json!({}), Value::Null).await;
    assert_eq!(both.len(), 2);
    let mut other_way = found(&ada, json!({}), json!({ "direction": "ASC" })).await;
    other_way.reverse();
    assert_eq!(other_way, both);
    let workspace = ada.workspace_id();
    for (filter, wanted) in [
        (json!({ "status": { "eq": "APPLIED" } }), vec![&first]),
        (json!({ "status": { "not": "APPLIED" } }), vec![&second]),
        (json!({ "status": { "in": ["FAILED", "REVERTED"] } }), vec![]),
        (
            json!({ "workspaceId": { "eq": workspace }, "not": { "status": { "eq": "UPLOADED" } } }),
            vec![&first],
        ),
        (json!({ "createdAt": { "lt": "2020-01-01T00:00:00Z" } }), vec![]),
    ] {
        let ids = found(&ada, filter.clone(), Value::Null).await;
        assert_eq!(ids.iter().collect::<Vec<_>>(), wanted, "{filter}");
    }
    assert!(found(&eve, json!({ "workspaceId": { "eq": workspace } }), Value::Null).await.is_empty());
    assert!(found(&ada.client().await, json!({}), Value::Null).await.is_empty());
}
