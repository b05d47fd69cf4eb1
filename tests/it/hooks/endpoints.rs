use super::support::with_receiver;
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use chrono::TimeDelta;
use entity::{audit_entry, event, event_head, membership::Role, webhook_endpoint, webhook_position};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

#[tokio::test]
async fn the_secret_is_shown_once_and_kept_nowhere_in_clear() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (id, secret) = ada.hook("https://hooks.example.com/in?key=k1", &["LEAD_CREATED"]).await;
    assert!(secret.starts_with("whsec_") && secret.len() > 40);
    let seen = ada.endpoint(&id).await;
    assert_eq!(
        (&seen["status"], &seen["eventKinds"], &seen["version"]),
        (&json!("ENABLED"), &json!(["LEAD_CREATED"]), &json!(1))
    );
    let db = t.database.connect().await;
    let row = webhook_endpoint::Entity::find().one(&db).await.unwrap().unwrap();
    let told = format!(
        "{:?} {:?}",
        event::Entity::find().all(&db).await.unwrap(),
        audit_entry::Entity::find().all(&db).await.unwrap()
    );
    assert!(told.contains("WEBHOOK_ENDPOINT_CREATED"), "it is in the audit log");
    assert!(!told.contains("whsec") && !told.contains("hooks.example.com"), "but not where it is");
    assert!(!String::from_utf8_lossy(&row.secret.unwrap()).contains(&secret[6..]));
    assert_eq!(row.secret_key_id.as_deref(), Some("1"));
    let sdl = leadwire::schema::sdl();
    let (_, object) = sdl.split_once("\ntype WebhookEndpoint implements Node {").unwrap();
    assert!(!object.split_once("\n}").unwrap().0.contains("\tsecret"));
}

#[tokio::test]
async fn only_public_https_addresses_are_taken() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for bad in [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://metadata.google.internal/",
        "https://user:pass@hooks.example.com/",
        "https://hooks.example.com/#part",
        "https://",
        "hooks.example.com",
        "",
    ] {
        let answer = ada.make_hook(json!({ "url": bad })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "url"), "{bad}: {answer}");
    }
    let answer = ada.make_hook(json!({ "url": "https://a.example/", "eventKinds": ["SNAPSHOT"] })).await;
    assert_eq!(field(&answer), "eventKinds", "{answer}");
    let db = t.database.connect().await;
    assert_eq!(webhook_endpoint::Entity::find().count(&db).await.unwrap(), 0);
    assert_eq!(webhook_position::Entity::find().count(&db).await.unwrap(), 0);
    assert!(event_head::Entity::find().all(&db).await.unwrap().iter().all(|head| !head.has_listeners));
}

#[tokio::test]
async fn a_change_keeps_what_is_absent_and_refuses_an_old_reading() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook("https://hooks.example.com/", &["LEAD_CREATED", "LEAD_CREATED"]).await;
    let off = ada.set_hook(json!({ "id": id, "status": "DISABLED", "expectedVersion": 1 })).await;
    let off = &off["data"]["webhookEndpointUpdate"];
    assert_eq!((&off["status"], &off["version"]), (&json!("DISABLED"), &json!(2)));
    assert_eq!(off["eventKinds"], json!(["LEAD_CREATED"]), "once, and kept");
    let old = ada.set_hook(json!({ "id": id, "status": "ENABLED", "expectedVersion": 1 })).await;
    assert_eq!(code(&old), "CONFLICT");
    assert_eq!(ada.endpoint(&id).await["status"], "DISABLED", "a refusal leaves no trace");
    let none = ada.set_hook(json!({ "id": id, "url": null })).await;
    assert_eq!(code(&none), "BAD_USER_INPUT");
    let all = ada.set_hook(json!({ "id": id, "eventKinds": null, "url": "https://other.example/" })).await;
    let all = &all["data"]["webhookEndpointUpdate"];
    assert_eq!((&all["eventKinds"], &all["url"]), (&json!([]), &json!("https://other.example/")));
}

#[tokio::test]
async fn one_that_is_removed_is_gone_with_its_secret() {
    let (t, receiver) = with_receiver(vec![super::support::ok()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    let gone = ada.do_hook("webhookEndpointDelete", &id, "deletedId").await;
    assert_eq!(gone["data"]["webhookEndpointDelete"]["deletedId"], json!(id));
    t.run_tasks().await;
    assert!(receiver.seen().is_empty(), "what was on its way is not sent");
    let log = ada.deliveries().await;
    assert_eq!((log.len(), &log[0]["status"], &log[0]["endpoint"]), (1, &json!("CANCELLED"), &Value::Null));
    let row = webhook_endpoint::Entity::find().one(&t.database.connect().await).await.unwrap().unwrap();
    assert_eq!((row.secret, row.old_secret), (None, None));
    for (verb, fields) in [
        ("webhookEndpointTest", "id"),
        ("webhookEndpointRotateSecret", "secret"),
        ("webhookEndpointDelete", "deletedId"),
    ] {
        assert_eq!(code(&ada.do_hook(verb, &id, fields).await), "NOT_FOUND", "{verb}");
    }
    let again = ada.do_hook("webhookDeliveryRedeliver", log[0]["id"].as_str().unwrap(), "id").await;
    assert_eq!(code(&again), "NOT_FOUND");
    ada.new_lead("Ben").await;
    assert_eq!(ada.deliveries().await.len(), 1, "nobody listens any more");
    let heads = event_head::Entity::find().all(&t.database.connect().await).await.unwrap();
    assert!(heads.iter().all(|head| !head.has_listeners), "and the log knows it");
}

#[tokio::test]
async fn there_are_only_so_many() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for _ in 0..20 {
        ada.hook("https://hooks.example.com/", &["JOB_FAILED"]).await;
    }
    assert_eq!(code(&ada.make_hook(json!({ "url": "https://hooks.example.com/" })).await), "CONFLICT");
    let eve = t.agency("other").await;
    eve.hook("https://hooks.example.com/", &[]).await;
}

#[tokio::test]
async fn there_are_no_more_of_them_when_many_are_made_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for _ in 0..18 {
        ada.hook("https://hooks.example.com/", &["JOB_FAILED"]).await;
    }
    let input = json!({ "url": "https://hooks.example.com/", "eventKinds": ["JOB_FAILED"] });
    let all = (0..8).map(|_| Box::pin(ada.make_hook(input.clone())));
    let all = futures_util::future::join_all(all).await;
    let refused = all.iter().filter(|answer| code(answer) == "CONFLICT").count();
    let made = all.iter().filter(|answer| answer["errors"].is_null()).count();
    assert_eq!((made, refused), (2, 6), "{all:#?}");
    assert_eq!(listed(&ada, json!("ENABLED")).await["totalCount"], 20);
}

const LIST: &str =
    "query($s: WebhookEndpointStatus) { webhookEndpoints(status: $s) { totalCount nodes { id } } }";

async fn listed(who: &Actor, status: Value) -> Value {
    who.ask(LIST, json!({ "s": status })).await["webhookEndpoints"].clone()
}

#[tokio::test]
async fn they_are_listed_newest_first_and_by_status_to_admins_of_their_agency() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (first, _) = ada.hook("https://one.example/", &[]).await;
    t.advance(TimeDelta::seconds(1));
    let (second, _) = ada.hook("https://two.example/", &[]).await;
    ada.set_hook(json!({ "id": first, "status": "DISABLED" })).await;
    let both = json!({ "totalCount": 2, "nodes": [{ "id": second }, { "id": first }] });
    assert_eq!(listed(&ada, Value::Null).await, both);
    let off = json!({ "totalCount": 1, "nodes": [{ "id": first }] });
    assert_eq!(listed(&ada, json!("DISABLED")).await, off);
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&rob.gql(LIST, json!({})).await), "FORBIDDEN");
    let eve = t.agency("other").await;
    assert_eq!(listed(&eve, Value::Null).await, json!({ "totalCount": 0, "nodes": [] }));
}
