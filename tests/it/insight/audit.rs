//! The audit log, asked.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};

async fn member_id(of: &Actor) -> Value {
    of.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().expect("an action")).collect()
}

#[tokio::test]
async fn it_says_who_did_what_to_what_and_from_where() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (her, him) = (member_id(&ada).await, member_id(&rob).await);
    t.advance(TimeDelta::minutes(1));
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, json!({ "i": { "id": him, "role": "CLIENT" } })).await;
    let found = ada.audit(json!({ "subjectId": him, "actions": ["MEMBER_ROLE_CHANGED"] })).await;
    assert_eq!(found.len(), 1);
    let entry = &found[0];
    assert_eq!((&entry["actorType"], &entry["actorId"]), (&json!("USER"), &her));
    assert_eq!((&entry["member"]["id"], &entry["apiKey"]), (&her, &Value::Null));
    assert_eq!((&entry["subjectType"], &entry["subjectId"]), (&json!("MEMBERSHIP"), &him));
    assert_eq!(
        (&entry["before"], &entry["after"]),
        (&json!({ "role": "RESEARCHER" }), &json!({ "role": "CLIENT" }))
    );
    assert_eq!((&entry["ip"], &entry["requestId"]), (&json!("192.0.2.1"), &json!("req-test")));
}

#[tokio::test]
async fn it_is_found_by_subject_actor_action_request_and_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let key = ada.api_key(Permission::ALL).await;
    let began = t.app.now();
    t.advance(TimeDelta::hours(1));
    let made = key.make_hook(json!({ "url": "https://hooks.example.com/" })).await;
    let hook = made["data"]["webhookEndpointCreate"]["endpoint"]["id"].clone();
    ada.set_hook(json!({ "id": hook, "status": "DISABLED" })).await;
    let all = ada.audit(json!({ "subjectId": hook })).await;
    assert_eq!(actions(&all), ["WEBHOOK_ENDPOINT_UPDATED", "WEBHOOK_ENDPOINT_CREATED"], "newest first");
    let by_key = ada.audit(json!({ "actorType": { "eq": "API_KEY" } })).await;
    assert_eq!(actions(&by_key), ["WEBHOOK_ENDPOINT_CREATED"]);
    assert_eq!(by_key[0]["actorId"], by_key[0]["apiKey"]["id"]);
    let same = ada.audit(json!({ "actorId": by_key[0]["actorId"] })).await;
    assert_eq!(same, by_key);
    let hers = ada.audit(json!({ "actorId": member_id(&ada).await, "subjectId": hook })).await;
    assert_eq!(actions(&hers), ["WEBHOOK_ENDPOINT_UPDATED"]);
    let early = ada.audit(json!({ "at": { "lte": began.to_rfc3339() }, "subjectId": hook })).await;
    assert!(early.is_empty());
    let oldest =
        "query($f: AuditFilter) { auditLog(filter: $f, orderBy: { direction: ASC }) { nodes { action } } }";
    let oldest = ada.ask(oldest, json!({ "f": { "subjectId": hook } })).await["auditLog"]["nodes"].clone();
    assert_eq!(
        oldest,
        json!([{ "action": "WEBHOOK_ENDPOINT_CREATED" }, { "action": "WEBHOOK_ENDPOINT_UPDATED" }])
    );
    assert!(ada.audit(json!({ "requestId": "another" })).await.is_empty());
    assert!(!ada.audit(json!({ "requestId": "req-test" })).await.is_empty());
    assert!(ada.audit(json!({ "actions": ["NOTHING\u{0}"] })).await.is_empty());
    let query = "query($f: AuditFilter) { auditLog(filter: $f) { totalCount } }";
    let bad = ada.gql(query, json!({ "f": { "subjectId": "nonsense" } })).await;
    assert_eq!(code(&bad), "BAD_USER_INPUT");
    let count = ada.ask(query, json!({ "f": { "subjectId": hook } })).await;
    assert_eq!(count["auditLog"]["totalCount"], 2);
}

#[tokio::test]
async fn it_is_for_admins_and_of_their_agency() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let query = "{ auditLog { nodes { id subjectId } } }";
    for role in [Role::Researcher, Role::Client] {
        let lesser = ada.colleague(role).await;
        assert_eq!(code(&lesser.gql(query, Value::Null).await), "FORBIDDEN");
    }
    assert_eq!(code(&ada.api_key(&[Permission::Read]).await.gql(query, Value::Null).await), "FORBIDDEN");
    let ids = |all: Vec<Value>| all.into_iter().map(|entry| entry["id"].clone()).collect::<Vec<_>>();
    let (hers, theirs) = (ids(ada.audit(json!({})).await), ids(eve.audit(json!({})).await));
    assert!(!hers.is_empty() && !theirs.is_empty());
    assert!(hers.iter().all(|id| !theirs.contains(id)));
    let again = ids(ada.audit(json!({})).await);
    assert_eq!(again, hers, "looking leaves no trace");
}
