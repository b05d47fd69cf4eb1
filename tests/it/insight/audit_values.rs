//! The audit log's values before and after: shown to who answers for the agency, sealed where they stand, gone with the person.

use crate::{
    crm::support::{done, lead, run},
    support::{
        actor::{Actor, code},
        app::TestApp,
        dump,
    },
};
use chrono::TimeDelta;
use serde_json::{Value, json};

async fn of(ada: &Actor, lead: &Value, action: &str) -> Vec<Value> {
    ada.audit(json!({ "subjectId": lead["id"], "actions": [action] })).await
}

#[tokio::test]
async fn a_change_by_hand_is_kept_with_its_values_and_not_readable_where_it_stands() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane.before@globex.example" })).await;
    let change = json!({ "id": jane["id"], "email": "jane.after@globex.example", "priority": "HIGH", "title": "Chief of Zebras" });
    done(&ada, "leadUpdate", change).await;
    let entry = of(&ada, &jane, "LEAD_UPDATED").await.remove(0);
    assert_eq!(
        (&entry["before"]["email"], &entry["after"]["email"]),
        (&json!("jane.before@globex.example"), &json!("jane.after@globex.example"))
    );
    assert_eq!(
        (&entry["before"]["title"], &entry["after"]["title"]),
        (&Value::Null, &json!("Chief of Zebras"))
    );
    assert_eq!(entry["after"]["priority"], "HIGH", "what is not personal stands beside");
    let stored = dump::everything(&t.database.connect().await).await["audit_entry"].join("\n").to_lowercase();
    for secret in ["jane.before", "jane.after", "zebras"] {
        assert!(!stored.contains(secret) && !stored.contains(&hex::encode(secret)), "{secret} can be read");
    }
    let same = done(&ada, "leadUpdate", json!({ "id": jane["id"], "priority": "HIGH" })).await;
    assert_eq!(same["id"], jane["id"]);
    assert_eq!(of(&ada, &jane, "LEAD_UPDATED").await.len(), 1, "what changes nothing is not kept");
}

#[tokio::test]
async fn who_is_forgotten_is_forgotten_there_too_and_nobody_else_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (jane, ben) = (
        lead(&ada, json!({ "fullName": "Jane Doe" })).await,
        lead(&ada, json!({ "fullName": "Ben Roe" })).await,
    );
    for person in [&jane, &ben] {
        done(&ada, "leadUpdate", json!({ "id": person["id"], "title": "Zookeeper" })).await;
    }
    let erased =
        run(&ada, "leadErase", json!({ "id": jane["id"], "reason": "asked for it" }), "leadId").await;
    assert_eq!(code(&erased), "", "{erased}");
    let entry = of(&ada, &jane, "LEAD_UPDATED").await.remove(0);
    assert_eq!(entry["after"]["title"], Value::Null, "that it changed is known, not to what");
    assert!(entry["after"].as_object().expect("fields").contains_key("title"));
    assert_eq!(of(&ada, &jane, "LEAD_ERASED").await[0]["reason"], "asked for it");
    assert_eq!(of(&ada, &ben, "LEAD_UPDATED").await[0]["after"]["title"], "Zookeeper");
}

#[tokio::test]
async fn deletions_are_on_record_with_who_and_from_where() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    done(&ada, "leadDelete", json!({ "id": jane["id"] })).await;
    done(&ada, "leadRestore", json!({ "id": jane["id"] })).await;
    for action in ["LEAD_DELETED", "LEAD_RESTORED"] {
        let entry = of(&ada, &jane, action).await.remove(0);
        assert_eq!(
            (&entry["actorType"], &entry["ip"], &entry["requestId"]),
            (&json!("USER"), &json!("192.0.2.1"), &json!("req-test"))
        );
    }
}

#[tokio::test]
async fn steps_of_campaigns_and_whom_not_to_contact_are_on_record() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let make = "mutation { campaignCreate(input: { name: \"Spring\" }) { id }
        suppressionAdd(input: { kind: EMAIL, value: \"zebra@globex.example\" }) { id } }";
    let made = ada.ask(make, json!({})).await;
    let campaign = &made["campaignCreate"]["id"];
    let steps = [
        "mutation($id: ID!) { campaignActivate(input: { id: $id }) { id } }",
        "mutation($id: ID!) { campaignUpdate(input: { id: $id, name: \"Summer\" }) { id } }",
    ];
    for step in steps {
        t.advance(TimeDelta::seconds(1));
        ada.ask(step, json!({ "id": campaign })).await;
    }
    let kept = ada.audit(json!({ "subjectId": campaign })).await;
    let actions: Vec<&Value> = kept.iter().map(|entry| &entry["action"]).collect();
    assert_eq!(actions, ["CAMPAIGN_UPDATED", "CAMPAIGN_STATUS_CHANGED", "CAMPAIGN_CREATED"]);
    assert_eq!(
        (&kept[1]["before"]["status"], &kept[1]["after"]["status"]),
        (&json!("DRAFT"), &json!("ACTIVE"))
    );
    let refused = ada.gql(steps[0], json!({ "id": campaign })).await;
    assert_eq!(code(&refused), "CONFLICT");
    assert_eq!(ada.audit(json!({ "subjectId": campaign })).await.len(), 3, "what is refused is no deed");
    let kept = ada.audit(json!({ "subjectId": made["suppressionAdd"]["id"] })).await;
    assert_eq!((kept.len(), &kept[0]["action"]), (1, &json!("SUPPRESSION_ADDED")));
    assert!(!kept[0].to_string().contains("zebra"), "never of whom");
}

#[tokio::test]
async fn tags_are_kept_as_they_were_and_became_and_many_at_once_as_a_number() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "tags": ["vip"] })).await;
    done(&ada, "leadTag", json!({ "id": jane["id"], "tags": ["zebra"] })).await;
    let entry = of(&ada, &jane, "LEAD_TAGGED").await.remove(0);
    assert_eq!(
        (&entry["before"]["tags"], &entry["after"]["tags"]),
        (&json!(["vip"]), &json!(["vip", "zebra"]))
    );
    let stored = dump::everything(&t.database.connect().await).await["audit_entry"].join("\n").to_lowercase();
    assert!(!stored.contains("zebra"), "sealed like other words about a person");
    let make = "mutation { campaignCreate(input: { name: \"Spring\" }) { id } }";
    let campaign = ada.ask(make, json!({})).await["campaignCreate"]["id"].clone();
    let add = json!({ "id": campaign, "leadIds": [jane["id"]] });
    run(&ada, "campaignAddLeads", add, "campaign { id }").await;
    let kept = ada.audit(json!({ "actions": ["CAMPAIGN_LEADS_ADDED"] })).await;
    assert_eq!((kept.len(), &kept[0]["after"]), (1, &json!({ "leads": 1 })));
}
