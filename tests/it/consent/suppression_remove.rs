//! Entries are taken away by admins, on record; never what people asked for themselves.

use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use entity::{
    audit_entry, event,
    event_kind::EventKind,
    ids::TypedId,
    membership::Role,
    suppression::{self, SuppressionKind, SuppressionSource},
};
use leadwire::{
    consent::{self, NewSuppression},
    kernel::{permission::Permission, tx::Tx},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

const REMOVE: &str =
    "mutation($i: SuppressionRemoveInput!) { suppressionRemove(input: $i) { id kind scope source } }";
const CHECK: &str = "query { suppressionCheck(input: { email: \"a@x.example\" }) { isSuppressed } }";

async fn entry(t: &TestApp, who: &Actor, source: SuppressionSource) -> String {
    let mut tx = Tx::begin(&t.app, &who.scope().await).await.unwrap();
    let (kind, value) = (SuppressionKind::Email, "a@x.example".to_owned());
    let new = NewSuppression { kind, value, source, reason: None, workspace: None, campaign: None };
    let row = consent::add(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    row.id.shown()
}

async fn remove(who: &Actor, id: &str, reason: Option<&str>) -> Value {
    who.gql(REMOVE, json!({ "i": { "id": id, "reason": reason } })).await
}

async fn is_suppressed(who: &Actor) -> bool {
    who.ask(CHECK, json!({})).await["suppressionCheck"]["isSuppressed"].as_bool().unwrap()
}

#[tokio::test]
async fn an_admin_takes_an_entry_away_and_the_reason_is_on_record() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = entry(&t, &ada, SuppressionSource::Manual).await;
    assert!(is_suppressed(&ada).await);
    let gone = remove(&ada, &id, Some("  added by mistake ")).await;
    assert_eq!(gone["data"]["suppressionRemove"]["source"], "MANUAL", "{gone}");
    assert!(!is_suppressed(&ada).await);
    assert_eq!(code(&remove(&ada, &id, None).await), "NOT_FOUND", "it is gone");
    let db = t.database.connect().await;
    let told = event::Entity::find().filter(event::Column::Kind.eq(EventKind::SuppressionRemoved));
    assert_eq!(told.count(&db).await.unwrap(), 1);
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("SUPPRESSION_REMOVED"));
    let kept = kept.one(&db).await.unwrap().expect("on record");
    assert_eq!(kept.reason.as_deref(), Some("added by mistake"));
    assert_eq!(kept.before.unwrap()["source"], "MANUAL");
    assert!(entry(&t, &ada, SuppressionSource::Import).await != id, "it can be added anew");
}

#[tokio::test]
async fn rule_12_what_people_asked_for_themselves_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for source in [SuppressionSource::Unsubscribe, SuppressionSource::Complaint] {
        let id = entry(&t, &ada, source).await;
        let refused = remove(&ada, &id, None).await;
        assert_eq!(code(&refused), "CONFLICT", "{refused}");
        assert!(is_suppressed(&ada).await);
    }
    let db = t.database.connect().await;
    let told = event::Entity::find().filter(event::Column::Kind.eq(EventKind::SuppressionRemoved));
    assert_eq!(told.count(&db).await.unwrap(), 0);
}

#[tokio::test]
async fn only_who_may_takes_away_and_only_the_agencys_own() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let id = entry(&t, &ada, SuppressionSource::Manual).await;
    let (rob, key) = (ada.colleague(Role::Researcher).await, ada.api_key(&[Permission::Suppress]).await);
    for who in [&rob, &ada.client().await, &key] {
        assert_eq!(code(&remove(who, &id, None).await), "FORBIDDEN");
    }
    assert_eq!(code(&remove(&eve, &id, None).await), "NOT_FOUND");
    let long = remove(&ada, &id, Some(&"x".repeat(501))).await;
    assert_eq!((code(&long), field(&long)), ("BAD_USER_INPUT", "reason"));
    assert_eq!(suppression::Entity::find().count(&t.database.connect().await).await.unwrap(), 1);
    let machine = ada.api_key(&[Permission::Unsuppress]).await;
    assert_eq!(code(&remove(&machine, &id, None).await), "");
}
