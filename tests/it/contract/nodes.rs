//! Any object by its id: `node` finds one of every kind, and what is not there is not found.

use crate::support::{
    actor::{code, field},
    app::TestApp,
    walk::KINDS,
    world,
};
use serde_json::json;

const NODE: &str = "query($id: ID!) { node(id: $id) { __typename id } }";
/// Neither has a root of its own.
const NO_NODE: [&str; 2] = ["notification", "session"];
const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

#[tokio::test]
async fn one_of_every_kind_is_found_by_its_id() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let own = world::build(&t, &admin).await;
    let kinds: Vec<_> = KINDS.iter().filter(|kind| !NO_NODE.contains(&kind.name)).collect();
    let mut ids: Vec<String> = Vec::new();
    for kind in &kinds {
        let id = own.get(**kind);
        let found = admin.ask(NODE, json!({ "id": id })).await["node"].clone();
        let name = if kind.name == "deadTask" { "backgroundTask" } else { kind.name };
        let named = found["__typename"].as_str().expect("a type").to_lowercase();
        assert_eq!((named, found["id"].as_str()), (name.to_lowercase(), Some(id)));
        ids.extend([id.to_owned(), kind.random()]);
    }
    let all = admin.ask(NODES, json!({ "ids": ids })).await["nodes"].clone();
    let found: Vec<_> = all.as_array().expect("a list").iter().map(|node| node["id"].as_str()).collect();
    let wanted: Vec<_> =
        ids.iter().enumerate().map(|(at, id)| (at % 2 == 0).then_some(id.as_str())).collect();
    assert_eq!(found, wanted, "in their order, with nothing where nothing is");
}

#[tokio::test]
async fn what_was_deleted_is_not_found() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let own = world::build(&t, &admin).await;
    let deletions = [
        ("lead", "leadDelete"),
        ("leadList", "leadListDelete"),
        ("campaign", "campaignDelete"),
        ("dataSource", "dataSourceDelete"),
        ("webhookEndpoint", "webhookEndpointDelete"),
    ];
    for (name, mutation) in deletions {
        let kind = KINDS.iter().find(|kind| kind.name == name).expect("a kind");
        let ty = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let delete = format!("mutation($i: {ty}!) {{ {mutation}(input: $i) {{ __typename }} }}");
        admin.ask(&delete, json!({ "i": { "id": own.get(*kind) } })).await;
        let answer = admin.gql(NODE, json!({ "id": own.get(*kind) })).await;
        assert_eq!(code(&answer), "NOT_FOUND", "{name}: {answer}");
    }
}

#[tokio::test]
async fn what_is_no_id_is_refused_by_name() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    for bad in ["", "lead_", "lead_no-uuid", "nobody_0192f0c1-7b7a-7cc0-8000-000000000000"] {
        let answer = admin.gql(NODE, json!({ "id": bad })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "id"), "{bad}: {answer}");
        let answer = admin.gql(NODES, json!({ "ids": [admin.workspace_id(), bad] })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "ids.1"), "{bad}: {answer}");
    }
}

#[tokio::test]
async fn what_a_role_may_not_list_it_may_not_fetch() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let (own, client) = (world::build(&t, &admin).await, admin.client().await);
    for kind in KINDS.iter().filter(|kind| !NO_NODE.contains(&kind.name)) {
        let answer = client.gql(NODE, json!({ "id": own.get(*kind) })).await;
        let is_closed = [
            "apiKey",
            "auditEntry",
            "budget",
            "invitation",
            "deadTask",
            "suppression",
            "webhookDelivery",
            "webhookEndpoint",
        ];
        let is_closed = is_closed.contains(&kind.name);
        let wanted = if is_closed { "FORBIDDEN" } else { "NOT_FOUND" };
        assert_eq!(code(&answer), wanted, "{}: {answer}", kind.name);
    }
}
