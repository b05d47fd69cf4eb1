use super::desk::{campaign, done};
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

const LIST: &str =
    "query($first: Int, $after: String, $filter: CampaignFilter, $search: String, $orderBy: CampaignOrder) {
    campaigns(first: $first, after: $after, filter: $filter, search: $search, orderBy: $orderBy) {
        nodes { name } pageInfo { hasNextPage endCursor } totalCount } }";

async fn names(who: &Actor, variables: Value) -> Vec<String> {
    let found = who.ask(LIST, variables).await;
    found["campaigns"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].as_str().unwrap().into())
        .collect()
}

#[tokio::test]
async fn campaigns_are_filtered_searched_and_ordered() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for name in ["Beta 100%", "alpha", "Gamma"] {
        campaign(&ada, name).await;
        t.advance(TimeDelta::seconds(1));
    }
    let found = ada.ask(LIST, json!({ "search": "GAM" })).await;
    let id = ada.ask("{ campaigns(search: \"gam\") { nodes { id } } }", json!({})).await;
    done(&ada, "campaignActivate", json!({ "id": id["campaigns"]["nodes"][0]["id"] }), "id").await;
    assert_eq!(found["campaigns"]["totalCount"], 1);
    assert_eq!(names(&ada, json!({})).await, ["Gamma", "alpha", "Beta 100%"]);
    let by_name = json!({ "orderBy": { "field": "NAME", "direction": "ASC" } });
    assert_eq!(names(&ada, by_name).await, ["alpha", "Beta 100%", "Gamma"]);
    assert_eq!(names(&ada, json!({ "search": "0%" })).await, ["Beta 100%"]);
    let active = json!({ "filter": { "status": { "eq": "ACTIVE" } } });
    assert_eq!(names(&ada, active).await, ["Gamma"]);
    let either = json!({ "filter": { "or": [{ "name": { "startsWith": "AL" } }, { "status": { "in": ["ACTIVE"] } }],
        "not": { "name": { "eq": "GAMMA" } } } });
    assert_eq!(names(&ada, either).await, ["alpha"]);
    let never = json!({ "filter": { "leads": { "gt": 3 }, "workspaceId": { "eq": ada.workspace_id() } } });
    assert!(names(&ada, never).await.is_empty());
}

#[tokio::test]
async fn pages_follow_one_another_in_every_order() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for name in ["d", "B", "a", "C", "e"] {
        campaign(&ada, name).await;
    }
    for (field, expected) in [("NAME", "aBCde"), ("CREATED_AT", "dBaCe"), ("UPDATED_AT", "dBaCe")] {
        let (mut seen, mut after) = (String::new(), Value::Null);
        loop {
            let order = json!({ "field": field, "direction": "ASC" });
            let page = ada.ask(LIST, json!({ "first": 2, "after": after, "orderBy": order })).await;
            let page = &page["campaigns"];
            page["nodes"].as_array().unwrap().iter().for_each(|c| seen.push_str(c["name"].as_str().unwrap()));
            assert_eq!(page["totalCount"], 5);
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, expected, "{field}");
    }
}

#[tokio::test]
async fn bad_pages_are_refused_by_name() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (variables, path) in [
        (json!({ "first": 0 }), "first"),
        (json!({ "first": 101 }), "first"),
        (json!({ "after": "elsewhere" }), "after"),
    ] {
        let answer = ada.gql(LIST, variables).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path));
    }
}
