use super::desk::{campaign, done, follow};
use crate::support::{actor::code, app::TestApp, make};
use serde_json::{Value, json};

const METRICS: &str = "subscription($id: ID!, $after: Cursor) { campaignMetrics(id: $id, after: $after) {
    cursor kind snapshot changes { field } metrics { leads } campaign { status } } }";
const ROOT: &str = "campaignMetrics";

#[tokio::test]
async fn numbers_are_shown_once_and_then_as_they_move() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (id, other) = (campaign(&ada, "Spring").await, campaign(&ada, "Other").await);
    let leads = make::leads(&t, &ada, 3).await;
    let mut live = follow(&t, &ada, METRICS, json!({ "id": id })).await;
    let first = live.next(ROOT).await;
    assert_eq!((&first["kind"], &first["metrics"]["leads"]), (&json!("SNAPSHOT"), &json!(0)));
    done(&ada, "campaignAddLeads", json!({ "id": other, "leadIds": leads }), "addedCount").await;
    done(&ada, "campaignAddLeads", json!({ "id": id, "leadIds": leads }), "addedCount").await;
    let more = live.next(ROOT).await;
    assert_eq!((&more["kind"], &more["metrics"]["leads"]), (&json!("CAMPAIGN_LEADS_ADDED"), &json!(3)));
    assert_eq!(more["changes"], json!([{ "field": "metrics" }]));
    done(&ada, "campaignActivate", json!({ "id": id }), "id").await;
    let begun = live.next(ROOT).await;
    assert_eq!(
        (&begun["kind"], &begun["campaign"]["status"]),
        (&json!("CAMPAIGN_STATUS_CHANGED"), &json!("ACTIVE"))
    );
    let cursor = begun["cursor"].clone();
    drop(live);
    done(&ada, "campaignRemoveLeads", json!({ "id": id, "leadIds": leads[..1] }), "removedCount").await;
    let mut live = follow(&t, &ada, METRICS, json!({ "id": id, "after": cursor })).await;
    let less = live.next(ROOT).await;
    assert_eq!((&less["kind"], &less["metrics"]["leads"]), (&json!("CAMPAIGN_LEADS_REMOVED"), &json!(2)));
    for verb in ["Pause", "Archive"] {
        done(&ada, &format!("campaign{verb}"), json!({ "id": id }), "id").await;
        live.next(ROOT).await;
    }
    done(&ada, "campaignDelete", json!({ "id": id }), "id").await;
    let gone = live.next(ROOT).await;
    assert_eq!(
        (&gone["kind"], &gone["campaign"], &gone["metrics"]),
        (&json!("CAMPAIGN_DELETED"), &Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn nobody_follows_what_is_not_theirs() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let id = campaign(&ada, "Spring").await;
    for who in [&eve, &ada.client().await] {
        let answer = follow(&t, who, METRICS, json!({ "id": id })).await.any().await;
        assert_eq!(code(&answer), "NOT_FOUND");
    }
    let stranger = t.stranger().gql(METRICS, json!({ "id": id })).await;
    assert!(stranger["errors"].is_array());
}
