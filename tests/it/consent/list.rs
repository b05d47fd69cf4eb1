//! The agency's entries, chosen and sorted.

use crate::{
    crm::support::{done, lead, nobody, run},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use entity::membership::Role;
use serde_json::{Value, json};

const FIND: &str = "query($f: SuppressionFilter, $o: SuppressionOrder, $n: Int, $a: String) {
    suppressions(filter: $f, orderBy: $o, first: $n, after: $a) {
        nodes { id kind source } totalCount pageInfo { endCursor hasNextPage } } }";

async fn suppress(ada: &Actor, input: Value) {
    let add = "mutation($i: SuppressionAddInput!) { suppressionAdd(input: $i) { id } }";
    ada.ask(add, json!({ "i": input })).await;
}

/// The kinds that a filter finds, sorted, and counts.
async fn kinds(of: &Actor, filter: Value) -> Vec<String> {
    let found = of.ask(FIND, json!({ "f": filter })).await["suppressions"].clone();
    let nodes = found["nodes"].as_array().expect("a list");
    assert_eq!(found["totalCount"], nodes.len(), "{filter}");
    let mut kinds: Vec<String> =
        nodes.iter().map(|node| node["kind"].as_str().expect("a kind").to_owned()).collect();
    kinds.sort();
    kinds
}

/// One entry for all, one for the workspace, one for a campaign (whose id is returned), and one that somebody asked for.
async fn entries(ada: &Actor) -> Value {
    let campaign = run(ada, "campaignCreate", json!({ "name": "Spring" }), "id").await;
    let campaign = campaign["data"]["campaignCreate"]["id"].clone();
    suppress(ada, json!({ "kind": "EMAIL", "value": "a@x.example" })).await;
    suppress(ada, json!({ "kind": "DOMAIN", "value": "y.example", "workspaceId": ada.workspace_id() })).await;
    suppress(ada, json!({ "kind": "PHONE", "value": "+27215550100", "campaignId": campaign })).await;
    let jane = json!({ "fullName": "Jane", "linkedinUrl": "https://www.linkedin.com/in/jane" });
    let jane = lead(ada, jane).await;
    done(ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    campaign
}

#[tokio::test]
async fn entries_are_found_by_what_why_and_where() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = entries(&ada).await;
    let all = ["DOMAIN", "EMAIL", "LINKEDIN", "PHONE"];
    for (filter, found) in [
        (json!({}), &all[..]),
        (json!({ "kind": { "in": ["EMAIL", "DOMAIN"] } }), &all[..2]),
        (json!({ "source": { "eq": "UNSUBSCRIBE" } }), &all[2..3]),
        (json!({ "scope": { "eq": "AGENCY" } }), &all[1..2]),
        (json!({ "scope": { "eq": "INSTANCE" } }), &all[..0]),
        (json!({ "campaignId": { "eq": campaign } }), &all[3..]),
        (json!({ "workspaceId": { "isNull": false }, "source": { "eq": "MANUAL" } }), &all[..1]),
        (
            json!({ "not": { "or": [{ "kind": { "eq": "DOMAIN" } }, { "kind": { "eq": "EMAIL" } }] } }),
            &all[2..],
        ),
        (
            json!({ "createdAt": { "between": { "from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z" } } }),
            &all[..0],
        ),
        (json!({ "campaignId": { "eq": nobody("camp_") } }), &all[..0]),
    ] {
        assert_eq!(kinds(&ada, filter.clone()).await, found, "{filter}");
    }
}

#[tokio::test]
async fn either_way_each_entry_is_paged_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    entries(&ada).await;
    let ids = |found: &Value| -> Vec<String> {
        let nodes = found["nodes"].as_array().expect("a list");
        nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
    };
    let newest = ids(&ada.ask(FIND, json!({})).await["suppressions"]);
    let (mut oldest, mut after) = (Vec::new(), Value::Null);
    loop {
        let ask = json!({ "o": { "direction": "ASC" }, "n": 1, "a": after });
        let page = ada.ask(FIND, ask).await["suppressions"].clone();
        oldest.extend(ids(&page));
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    oldest.reverse();
    assert_eq!(oldest, newest);
    let other_way = ada.gql(FIND, json!({ "o": { "direction": "DESC" }, "a": after })).await;
    assert_eq!(code(&other_way), "BAD_USER_INPUT", "a cursor of the other order");
}

#[tokio::test]
async fn nobody_elses_are_found_and_a_client_may_not_look() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let campaign = entries(&ada).await;
    assert_eq!(kinds(&eve, json!({})).await, Vec::<String>::new());
    assert_eq!(kinds(&eve, json!({ "campaignId": { "eq": campaign } })).await, Vec::<String>::new());
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(kinds(&rob, json!({ "source": { "not": "UNSUBSCRIBE" } })).await.len(), 3);
    let client = ada.client().await;
    assert_eq!(code(&client.gql(FIND, json!({})).await), "FORBIDDEN");
}
