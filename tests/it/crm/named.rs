//! What is named by an id can be asked for at once, for one statement a level, and shows nothing that the caller may not see.

use super::support::run;
use crate::support::{actor::Actor, app::TestApp};
use serde_json::{Value, json};

const CAMPAIGNS: &str = "{ campaigns { nodes { id workspaceId workspace { id name } } } }";

async fn made(ada: &Actor, verb: &str, input: Value) -> Value {
    let answer = run(ada, verb, input, "id").await;
    assert!(answer["errors"].is_null(), "{verb}: {answer}");
    answer["data"][verb]["id"].clone()
}

/// The statements that a question costs, once the caller is known.
async fn cost(t: &TestApp, ada: &Actor, query: &str) -> (u64, Value) {
    ada.ask(query, json!({})).await;
    let before = t.app.db().statements();
    let data = ada.ask(query, json!({})).await;
    (t.app.db().statements() - before, data)
}

#[tokio::test]
async fn what_lies_in_a_workspace_shows_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = made(&ada, "campaignCreate", json!({ "name": "Spring" })).await;
    made(&ada, "leadListCreate", json!({ "name": "Fair" })).await;
    made(&ada, "pipelineCreate", json!({ "name": "Board" })).await;
    made(&ada, "suppressionAdd", json!({ "kind": "EMAIL", "value": "a@x.example", "campaignId": campaign }))
        .await;
    let query = "{ campaigns { nodes { workspace { id } } } leadLists { nodes { workspace { id } } }
        pipelines { nodes { workspace { id } } } suppressions { nodes { workspace { id } campaign { id } } } }";
    let seen = ada.ask(query, json!({})).await;
    for list in ["campaigns", "leadLists", "pipelines"] {
        assert_eq!(seen[list]["nodes"], json!([{ "workspace": { "id": ada.workspace_id() } }]), "{list}");
    }
    assert_eq!(seen["suppressions"]["nodes"], json!([{ "workspace": null, "campaign": { "id": campaign } }]));
}

#[tokio::test]
async fn six_campaigns_cost_what_two_do() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for n in 0..2 {
        made(&ada, "campaignCreate", json!({ "name": format!("Campaign {n}") })).await;
    }
    let (of_two, _) = cost(&t, &ada, CAMPAIGNS).await;
    for n in 2..6 {
        made(&ada, "campaignCreate", json!({ "name": format!("Campaign {n}") })).await;
    }
    let (of_six, data) = cost(&t, &ada, CAMPAIGNS).await;
    assert_eq!(data["campaigns"]["nodes"].as_array().expect("a list").len(), 6);
    assert_eq!(of_six, of_two);
}

#[tokio::test]
async fn a_client_sees_no_workspace_by_the_way() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = made(&ada, "campaignCreate", json!({ "name": "Spring" })).await;
    let client = ada.client().await;
    let own = client.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    made(&ada, "campaignAccessGrant", json!({ "memberId": own, "campaignId": campaign })).await;
    let seen = client.ask(CAMPAIGNS, json!({})).await["campaigns"]["nodes"].clone();
    let shown = json!([{ "id": campaign, "workspaceId": ada.workspace_id(), "workspace": null }]);
    assert_eq!(seen, shown);
}
