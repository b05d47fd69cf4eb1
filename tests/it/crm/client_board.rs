//! A CLIENT's boards: those their leads have cards on, with these cards and no others.

use super::desk::{campaign, done};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    make,
};
use serde_json::{Value, json};

const BOARDS: &str = "{ pipelines { totalCount nodes { id name cardCount
    stages { name cardCount cards { totalCount nodes { lead { id } } } } } } }";
const DESK: &str = "{ leads(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes {
    id workspace { id } campaign { name } card { pipeline { name } stage { name } } activities(first: 3) { nodes { kind } } } } }";

async fn board(who: &Actor, name: &str, leads: &[&Value]) -> Value {
    let board =
        done(who, "pipelineCreate", json!({ "name": name, "template": "OUTREACH" }), "id").await["id"]
            .clone();
    for lead in leads {
        done(who, "pipelineCardCreate", json!({ "pipelineId": board, "leadId": lead }), "id").await;
    }
    board
}

#[tokio::test]
async fn a_client_sees_their_leads_cards_where_they_lie_and_nobody_elses() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let cleo = ada.client().await;
    let spring = campaign(&ada, "Spring").await;
    let leads: Vec<Value> = make::leads(&t, &ada, 2).await.into_iter().map(|id| json!(id)).collect();
    let (theirs, others) = (&leads[0], &leads[1]);
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [theirs] }), "addedCount").await;
    let shared = board(&ada, "Shared", &[theirs, others]).await;
    let hidden = board(&ada, "Hidden", &[others]).await;
    assert_eq!(cleo.ask(BOARDS, json!({})).await["pipelines"]["totalCount"], 0);

    let member = cleo.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    let input = json!({ "memberId": member, "campaignId": spring });
    done(&ada, "campaignAccessGrant", input.clone(), "id").await;
    let seen = cleo.ask(BOARDS, json!({})).await["pipelines"].clone();
    assert_eq!((&seen["totalCount"], &seen["nodes"][0]["id"]), (&json!(1), &shared));
    assert_eq!(seen["nodes"][0]["cardCount"], 1, "the other card is not counted");
    let stages = seen["nodes"][0]["stages"].as_array().unwrap();
    let counts: Vec<_> =
        stages.iter().map(|stage| (&stage["cardCount"], &stage["cards"]["totalCount"])).collect();
    assert_eq!(stages.len(), 4);
    assert_eq!(counts[0], (&json!(1), &json!(1)));
    assert!(counts[1..].iter().all(|count| *count == (&json!(0), &json!(0))), "{counts:?}");
    assert_eq!(stages[0]["cards"]["nodes"], json!([{ "lead": { "id": theirs } }]));
    let one = "query($id: ID!) { pipeline(id: $id) { id } }";
    assert_eq!(code(&cleo.gql(one, json!({ "id": hidden })).await), "NOT_FOUND");

    // The question that a desk asks all day has its whole answer.
    let desk = cleo.ask(DESK, json!({})).await["leads"]["nodes"].clone();
    let card = json!({ "pipeline": { "name": "Shared" }, "stage": { "name": "To Contact" } });
    assert_eq!(desk.as_array().unwrap().len(), 1);
    assert_eq!((&desk[0]["id"], &desk[0]["card"]), (theirs, &card));
    assert_eq!((&desk[0]["workspace"], &desk[0]["campaign"]["name"]), (&Value::Null, &json!("Spring")));

    // It is theirs to look at, not to change; and gone with the campaign.
    let rename = "mutation($i: PipelineUpdateInput!) { pipelineUpdate(input: $i) { id } }";
    assert_eq!(code(&cleo.gql(rename, json!({ "i": { "id": shared, "name": "Mine" } })).await), "FORBIDDEN");
    done(&ada, "campaignAccessRevoke", input, "id").await;
    assert_eq!(cleo.ask(BOARDS, json!({})).await["pipelines"]["totalCount"], 0);
}
