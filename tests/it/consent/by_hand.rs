//! Whoever is noted as unsubscribed on a lead is suppressed with that, in the same moment.

use crate::{
    crm::support::{done, lead, run},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use entity::{event, event_kind::EventKind, suppression};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

async fn hits(ada: &Actor, party: Value) -> Vec<Value> {
    let query =
        "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { hits { kind source scope } } }";
    let mut party = party;
    party["workspaceId"] = json!(ada.workspace_id());
    let answer = ada.ask(query, json!({ "i": party })).await;
    answer["suppressionCheck"]["hits"].as_array().expect("hits").clone()
}

async fn rows(t: &TestApp) -> Vec<suppression::Model> {
    suppression::Entity::find().all(&t.database.connect().await).await.unwrap()
}

#[tokio::test]
async fn a_status_set_by_hand_is_an_opt_out_by_everything_they_are_reached_by() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = json!({ "fullName": "Jane", "email": "jane@globex.example", "phone": "+27215550100",
        "linkedinUrl": "https://www.linkedin.com/in/jane" });
    let jane = lead(&ada, jane).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "CONTACTED" })).await;
    assert!(rows(&t).await.is_empty(), "other steps are no opt-out");
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    for party in [
        json!({ "email": "Jane@Globex.example" }),
        json!({ "phone": "+27 21 555 0100" }),
        json!({ "linkedinUrl": "https://linkedin.com/in/jane/" }),
    ] {
        let found = hits(&ada, party.clone()).await;
        assert_eq!(found.len(), 1, "{party}");
        assert_eq!((&found[0]["source"], &found[0]["scope"]), (&json!("UNSUBSCRIBE"), &json!("WORKSPACE")));
    }
    let told = event::Entity::find().filter(event::Column::Kind.eq(EventKind::SuppressionAdded));
    assert_eq!(told.count(&t.database.connect().await).await.unwrap(), 3);
    let removed = run(
        &ada,
        "suppressionRemove",
        json!({ "id": leadwire::graphql::Id(rows(&t).await[0].id).text() }),
        "id",
    )
    .await;
    assert_ne!(code(&removed), "", "nobody takes back what a person asked for");
    let given = run(&ada, "leadExport", json!({ "id": jane["id"] }), "data").await;
    let known = &given["data"]["leadExport"]["data"]["suppression"];
    assert_eq!(
        (&known["isSuppressed"], known["entries"].as_array().map(Vec::len)),
        (&json!(true), Some(3)),
        "{known}"
    );
}

#[tokio::test]
async fn many_at_once_and_those_who_were_suppressed_for_less_become_their_own_word() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut ids = vec![];
    for number in 0..5 {
        let email = format!("p{number}@globex.example");
        ids.push(
            lead(&ada, json!({ "fullName": format!("P {number}"), "email": email })).await["id"].clone(),
        );
    }
    let known = json!({ "kind": "EMAIL", "value": "p0@globex.example", "workspaceId": ada.workspace_id() });
    assert_eq!(code(&run(&ada, "suppressionAdd", known, "id").await), "");
    let answer =
        run(&ada, "leadsBulkUpdate", json!({ "ids": ids, "status": "UNSUBSCRIBED" }), "updatedCount").await;
    assert_eq!(answer["data"]["leadsBulkUpdate"]["updatedCount"], 5);
    let all = rows(&t).await;
    assert_eq!(all.len(), 5, "none doubled");
    assert!(all.iter().all(|row| row.source == suppression::SuppressionSource::Unsubscribe));
    let told = event::Entity::find().filter(event::Column::Kind.eq(EventKind::SuppressionAdded));
    assert_eq!(
        told.count(&t.database.connect().await).await.unwrap(),
        6,
        "five, and one that became stronger"
    );
}

#[tokio::test]
async fn somebody_reached_by_nothing_and_a_refused_step_add_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    let ben = lead(&ada, json!({ "fullName": "Ben", "email": "ben@globex.example" })).await;
    let stale = json!({ "id": ben["id"], "status": "UNSUBSCRIBED", "expectedVersion": 7 });
    assert_eq!(code(&run(&ada, "leadUpdate", stale, "id").await), "CONFLICT");
    assert!(rows(&t).await.is_empty());
    let given = run(&ada, "leadExport", json!({ "id": ben["id"] }), "data").await;
    assert_eq!(
        given["data"]["leadExport"]["data"]["suppression"],
        json!({ "isSuppressed": false, "entries": [] })
    );
}

#[tokio::test]
async fn another_address_of_who_opted_out_is_no_way_around_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.example" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "email": "jane@home.example" })).await;
    done(&ada, "leadDelete", json!({ "id": jane["id"] })).await;
    for email in ["jane@globex.example", "jane@home.example"] {
        let found = hits(&ada, json!({ "email": email })).await;
        assert_eq!(found.len(), 1, "{email}");
        assert_eq!(found[0]["source"], "UNSUBSCRIBE", "{email}");
    }
    let other = lead(&ada, json!({ "fullName": "Ben", "email": "ben@globex.example" })).await;
    done(&ada, "leadUpdate", json!({ "id": other["id"], "email": "ben@home.example" })).await;
    assert!(hits(&ada, json!({ "email": "ben@home.example" })).await.is_empty(), "who did not opt out");
}

#[tokio::test]
async fn a_whatsapp_number_is_left_alone_as_any_number_is_and_outlives_the_lead() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane", "whatsapp": "+27 82 123 4567" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    let ben = json!({ "fullName": "Ben", "phone": "+27215550100", "whatsapp": "+27821234568" });
    let ben = lead(&ada, ben).await;
    run(&ada, "leadErase", json!({ "id": ben["id"] }), "leadId").await;
    for (phone, source) in [
        ("+27821234567", json!(["UNSUBSCRIBE"])),
        ("+27821234568", json!(["LEGAL"])),
        ("+27215550100", json!(["LEGAL"])),
        ("+27821234569", json!([])),
    ] {
        let found = hits(&ada, json!({ "phone": phone })).await;
        let sources: Vec<&Value> = found.iter().map(|hit| &hit["source"]).collect();
        assert_eq!(json!(sources), source, "{phone}");
    }
}
