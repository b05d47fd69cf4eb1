//! What people wish to be told, and notifications by what they are about.

use crate::{
    jobs::support,
    support::{actor::Actor, app::TestApp},
};
use entity::membership::Role;
use serde_json::{Value, json};

async fn wishes(of: &Actor) -> Value {
    let query = "{ notificationPreferences { kind isEnabled } }";
    of.ask(query, Value::Null).await["notificationPreferences"].clone()
}

/// The kinds they do not wish to be told of.
fn off(wishes: &Value) -> Vec<&str> {
    let all = wishes.as_array().expect("a list").iter();
    all.filter(|wish| wish["isEnabled"] == false).map(|wish| wish["kind"].as_str().expect("a kind")).collect()
}

#[tokio::test]
async fn what_was_wished_is_answered_afterwards_and_is_ones_own() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let before = wishes(&rob).await;
    assert!(off(&before).is_empty(), "everything, until one says otherwise");
    let said = rob.prefer("IMPORT_DONE", false).await["data"]["notificationPreferencesUpdate"].clone();
    assert_eq!((wishes(&rob).await, off(&said)), (said.clone(), vec!["IMPORT_DONE"]));
    rob.prefer("TASK_ASSIGNED", false).await;
    rob.prefer("IMPORT_DONE", true).await;
    assert_eq!(off(&wishes(&rob).await), ["TASK_ASSIGNED"], "the others stay as they are");
    assert_eq!(wishes(&ada).await, before, "that is nobody else's wish");
    let twice =
        json!([{ "kind": "JOB_FAILED", "isEnabled": true }, { "kind": "JOB_FAILED", "isEnabled": false }]);
    let update = "mutation($i: NotificationPreferencesUpdateInput!) {
        notificationPreferencesUpdate(input: $i) { kind } }";
    rob.ask(update, json!({ "i": { "preferences": twice } })).await;
    let now = wishes(&rob).await;
    let mut kinds = off(&now);
    kinds.sort_unstable();
    assert_eq!(kinds, ["JOB_FAILED", "TASK_ASSIGNED"], "the last word counts");
}

#[tokio::test]
async fn notifications_are_found_by_what_they_are_about() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    t.job(&rob, 1, true).await;
    t.job(&rob, 1, true).await;
    t.job_with(&rob, 3, true, json!({ "failsAt": 2 })).await;
    t.run_tasks().await;
    let query = "query($k: [NotificationKind!], $u: Boolean) {
        notifications(kinds: $k, unreadOnly: $u) { totalCount nodes { id kind } } }";
    let found = async |who: &Actor, kinds: Value, is_unread: bool| {
        let page = who.ask(query, json!({ "k": kinds, "u": is_unread })).await["notifications"].clone();
        let nodes = page["nodes"].as_array().expect("a list").clone();
        assert_eq!(page["totalCount"], nodes.len(), "{kinds}");
        nodes
    };
    let failed = found(&rob, json!(["JOB_FAILED"]), false).await;
    assert_eq!((failed.len(), &failed[0]["kind"]), (1, &json!("JOB_FAILED")));
    let done = found(&rob, json!(["JOB_COMPLETED", "IMPORT_DONE"]), false).await;
    assert!(done.len() == 2 && done.iter().all(|one| one["kind"] == "JOB_COMPLETED"), "{done:#?}");
    assert_eq!(found(&rob, json!(["IMPORT_DONE"]), false).await.len(), 0);
    assert_eq!(found(&rob, Value::Null, false).await.len(), 3);
    rob.mark(&failed[0]["id"], true).await;
    assert_eq!(found(&rob, json!(["JOB_FAILED"]), true).await.len(), 0, "both must hold");
    assert_eq!(found(&rob, json!(["JOB_COMPLETED"]), true).await.len(), 2);
    assert_eq!(found(&ada, json!(["JOB_FAILED", "JOB_COMPLETED"]), false).await.len(), 0, "his are his");
}
