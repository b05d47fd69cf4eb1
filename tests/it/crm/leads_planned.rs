//! A list costs the same number of statements whatever its length, and nothing that was not asked for.

use super::{
    lead_create::member,
    support::{company, done, lead},
};
use crate::support::{actor::Actor, app::TestApp};
use serde_json::{Value, json};

const BOARD: &str =
    "query($n: Int) { leads(first: $n, orderBy: {field: CREATED_AT, direction: DESC}) { nodes {
    id firstName lastName email status score company { name } assignedTo { id role } enrichments { field }
    activities(first: 3) { nodes { kind summary at } } oldest: activities(last: 1) { nodes { kind } } } } }";

async fn cost(t: &TestApp, actor: &Actor, query: &str, variables: Value) -> (u64, Value) {
    // The caller is found out through other statements; ask once, so that only the list's are counted.
    let before = t.app.db().statements();
    let data = actor.ask(query, variables).await;
    (t.app.db().statements() - before, data)
}

async fn crowd(actor: &Actor, size: usize) {
    for n in 0..size {
        let works = company(actor, json!({ "name": format!("Company {n}") })).await;
        let input = json!({ "fullName": format!("Lead {n}"), "companyId": works["id"], "assigneeId": member(actor).await });
        let made = lead(actor, input).await;
        for tag in ["a", "b", "c"] {
            done(actor, "leadTag", json!({ "id": made["id"], "tags": [tag] })).await;
        }
    }
}

#[tokio::test]
async fn twelve_leads_cost_what_two_do() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada, 12).await;
    let (of_two, _) = cost(&t, &ada, BOARD, json!({ "n": 2 })).await;
    let (of_twelve, data) = cost(&t, &ada, BOARD, json!({ "n": 12 })).await;
    let nodes = data["leads"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 12);
    for node in nodes {
        assert!(node["company"]["name"].is_string());
        let kinds: Vec<_> =
            node["activities"]["nodes"].as_array().unwrap().iter().map(|a| &a["kind"]).collect();
        assert_eq!(kinds, ["TAGGED"; 3]);
        assert_eq!(node["oldest"]["nodes"], json!([{ "kind": "CREATED" }]));
    }
    assert_eq!(of_two, of_twelve);
    assert!(of_twelve <= 6, "leads, companies, members, enrichments, two pages of activities: {of_twelve}");
}

#[tokio::test]
async fn what_is_not_selected_is_not_read() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada, 3).await;
    let (scalars, _) = cost(&t, &ada, "{ leads { nodes { id fullName status } } }", json!({})).await;
    assert_eq!(scalars, 1);
    let (counted, _) = cost(&t, &ada, "{ leads { totalCount edges { node { id } } } }", json!({})).await;
    assert_eq!(counted, 2);
    let (below_edges, _) = cost(
        &t,
        &ada,
        "{ leads { edges { node { ...c } } } } fragment c on Lead { company { name } }",
        json!({}),
    )
    .await;
    assert_eq!(below_edges, 2);
}

#[tokio::test]
async fn fields_that_were_not_foreseen_share_a_loader() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada, 3).await;
    let query = "{ leads { nodes { company { name enrichments { field } workspace { name } } } } }";
    let (statements, data) = cost(&t, &ada, query, json!({})).await;
    assert_eq!(data["leads"]["nodes"].as_array().unwrap().len(), 3);
    assert_eq!(data["leads"]["nodes"][2]["company"]["workspace"]["name"], "acme");
    assert_eq!(statements, 4, "leads, their companies; enrichments and workspaces of all companies at once");
}

#[tokio::test]
async fn a_relation_refuses_its_own_bad_arguments() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada, 1).await;
    for arguments in ["first: 101", "first: 1, last: 1", "after: \"nonsense\""] {
        let query = format!("{{ leads {{ nodes {{ activities({arguments}) {{ nodes {{ kind }} }} }} }} }}");
        let answer = ada.gql(&query, json!({})).await;
        assert_eq!(crate::support::actor::code(&answer), "BAD_USER_INPUT", "{arguments} {answer:#}");
    }
    let first = "{ leads { nodes { activities(first: 1) { nodes { summary } pageInfo { endCursor hasNextPage } } } } }";
    let page = ada.ask(first, json!({})).await["leads"]["nodes"][0]["activities"].clone();
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let next = "query($c: String) { leads { nodes { activities(after: $c) { nodes { kind } } } } }";
    let rest = ada.ask(next, json!({ "c": page["pageInfo"]["endCursor"] })).await;
    let kinds = rest["leads"]["nodes"][0]["activities"]["nodes"].clone();
    assert_eq!(kinds, json!([{ "kind": "TAGGED" }, { "kind": "TAGGED" }, { "kind": "CREATED" }]));
}
