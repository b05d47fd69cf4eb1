//! Facts that are remembered, and the knowledge that there are none.

use crate::support::app::TestApp;
use chrono::TimeDelta;
use leadwire::kernel::{
    provider::{fact_key, lookup},
    scope::Scope,
    tx::Tx,
};
use serde_json::json;

const DAY: TimeDelta = TimeDelta::days(1);

async fn put(t: &TestApp, scope: &Scope, key: &str, value: Option<&str>) {
    let tx = Tx::begin(&t.app, scope).await.unwrap();
    let fact = value.map(|text| json!({ "status": text }));
    lookup::put(&tx, "HUNTER", "verification", &[key.to_owned()], (fact.as_ref(), DAY)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_fact_is_remembered_replaced_and_forgotten() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let keys: Vec<_> = ["a", "b", "c"].map(|text| fact_key(&t.app, &["email", text])).into();
    put(&t, &scope, &keys[0], Some("valid")).await;
    put(&t, &scope, &keys[1], None).await;
    let find = async || lookup::find(&t.app, &scope, "HUNTER", "verification", &keys).await.unwrap();
    let found = find().await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[&keys[0]].value, Some(json!({ "status": "valid" })));
    assert_eq!(found[&keys[1]].value, None, "known not to be known");

    t.advance(TimeDelta::hours(20));
    put(&t, &scope, &keys[0], Some("invalid")).await;
    t.advance(TimeDelta::hours(5));
    let found = find().await;
    assert_eq!(found.len(), 1, "the other has expired");
    assert_eq!(found[&keys[0]].read::<serde_json::Value>(), Some(json!({ "status": "invalid" })));
}

#[tokio::test]
async fn another_agency_remembers_for_itself() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let other = t.agency("other").await.scope().await;
    let key = fact_key(&t.app, &["email", "a"]);
    put(&t, &scope, &key, Some("valid")).await;
    let found = lookup::find(&t.app, &other, "HUNTER", "verification", &[key]).await.unwrap();
    assert!(found.is_empty());
}

#[tokio::test]
async fn keys_tell_their_parts_apart_and_say_nothing() {
    let t = TestApp::start().await;
    let key = |parts: &[&str]| fact_key(&t.app, parts);
    assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
    assert!(!key(&["amara@example.com"]).contains("amara"));
}
