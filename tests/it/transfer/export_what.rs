//! Each kind of rows: campaigns' leads, companies, cards, prospects; and the mark of those who must not be contacted.

use super::support::{company, done, lead, table};
use crate::support::{actor::code, app::TestApp, world};
use serde_json::json;

#[tokio::test]
async fn who_must_not_be_contacted_is_marked_where_it_holds() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rivals = company(&ada, json!({ "name": "Rivals", "domain": "rivals.example" })).await;
    for input in [
        json!({ "fullName": "A Free", "email": "a@example.com" }),
        json!({ "fullName": "B Address", "email": "b@example.com" }),
        json!({ "fullName": "C Company", "companyId": rivals }),
    ] {
        lead(&ada, input).await;
    }
    done(&ada, "suppressionAdd", json!({ "kind": "EMAIL", "value": "b@example.com" })).await;
    done(&ada, "suppressionAdd", json!({ "kind": "DOMAIN", "value": "rivals.example" })).await;
    let rows =
        table(&t, &ada, json!({ "what": "LEADS", "columns": ["fullName", "isSuppressed", "companyName"] }))
            .await;
    let mut rows: Vec<_> = rows.into_iter().skip(1).collect();
    rows.sort();
    assert_eq!(rows, [["A Free", "false", ""], ["B Address", "true", ""], ["C Company", "true", "Rivals"]]);
}

#[tokio::test]
async fn a_campaigns_leads_and_no_others() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (ana, _) =
        (lead(&ada, json!({ "fullName": "Ana" })).await, lead(&ada, json!({ "fullName": "Bob" })).await);
    let spring =
        done(&ada, "campaignCreate", json!({ "workspaceId": ada.workspace_id(), "name": "Spring" })).await;
    let add = "mutation($i: CampaignAddLeadsInput!) { campaignAddLeads(input: $i) { __typename } }";
    ada.ask(add, json!({ "i": { "id": spring, "leadIds": [ana] } })).await;
    let ask =
        json!({ "what": "CAMPAIGN_LEADS", "campaignId": spring, "columns": ["fullName", "campaignName"] });
    assert_eq!(table(&t, &ada, ask).await[1..], [["Ana", "Spring"]]);
    let none = json!({ "what": "CAMPAIGN_LEADS", "campaignId": spring, "columns": ["fullName"], "leadFilter": { "name": { "eq": "bob" } } });
    assert_eq!(table(&t, &ada, none).await.len(), 1);
}

#[tokio::test]
async fn one_of_everything_with_every_column() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    world::build(&t, &ada).await;
    let pipelines = ada.ask("{ pipelines { nodes { id } } campaigns { nodes { id } } }", json!({})).await;
    let (pipeline, campaign) =
        (&pipelines["pipelines"]["nodes"][0]["id"], &pipelines["campaigns"]["nodes"][0]["id"]);
    for (input, name, least) in [
        (json!({ "what": "LEADS" }), "Naledi Mokoni", 40),
        (json!({ "what": "COMPANIES" }), "Kestrel Freight", 15),
        (json!({ "what": "PIPELINE_CARDS", "pipelineId": pipeline }), "Naledi Mokoni", 50),
        (json!({ "what": "PROSPECTS" }), "Thandi Nkosi", 25),
    ] {
        let rows = table(&t, &ada, input.clone()).await;
        assert!(rows.len() >= 2 && rows[0].len() >= least, "{input}: {rows:?}");
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{rows:?}");
        assert!(rows[1..].iter().flatten().any(|cell| cell == name), "{input}: {rows:?}");
    }
    let empty = json!({ "what": "CAMPAIGN_LEADS", "campaignId": campaign });
    assert_eq!(table(&t, &ada, empty).await.len(), 1, "a head, and nobody");
}

#[tokio::test]
async fn a_boards_cards_come_with_their_stage() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    world::build(&t, &ada).await;
    let pipeline =
        ada.ask("{ pipelines { nodes { id } } }", json!({})).await["pipelines"]["nodes"][0]["id"].clone();
    let ask = json!({ "what": "PIPELINE_CARDS", "pipelineId": pipeline, "columns": ["stage", "cardStatus", "fullName", "companyName"] });
    let rows = table(&t, &ada, ask).await;
    assert_eq!(rows[1][..3], ["To Contact", "OPEN", "Naledi Mokoni"]);
}

#[tokio::test]
async fn ids_of_another_agency_are_like_none() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let theirs = lead(&eve, json!({ "fullName": "Eve" })).await;
    let filter = json!({ "or": [{ "id": { "in": [theirs] } }, { "not": { "workspaceId": { "eq": ada.workspace_id() } } }] });
    let answer =
        ada.gql(super::support::EXPORT, json!({ "i": { "what": "LEADS", "leadFilter": filter } })).await;
    assert_eq!(code(&answer), "NOT_FOUND");
}
