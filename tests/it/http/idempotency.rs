//! A mutation sent twice with one key is carried out once.

use super::idempotency_of_people::send;
use crate::support::{
    actor::Actor,
    make,
    server::{Reply, TestServer},
};
use entity::membership::Role;
use leadwire::{
    identity::events::AgencyUpdated,
    kernel::{
        idempotency::{Book, Claim, claim},
        tx::Tx,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

const CREATE: &str = "mutation ($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { id name } }";

async fn create(server: &TestServer, actor: &Actor, key: &str, name: &str) -> Reply {
    let request = server.request(Method::POST, "/graphql").header("authorization", actor.bearer().await);
    let request =
        request.header("idempotency-key", key).header("accept", "application/graphql-response+json");
    Reply::of(request.json(&json!({ "query": CREATE, "variables": { "i": { "name": name } } }))).await
}

/// Workspaces made, by the log.
async fn made(actor: &Actor) -> usize {
    let ask = "{ events(kinds: [WORKSPACE_CREATED], first: 100) { nodes { seq } } }";
    actor.ask(ask, json!({})).await["events"]["nodes"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer_and_another_none() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let before = made(&ada).await;
    let first = create(&server, &ada, "k1", "North").await;
    let again = create(&server, &ada, "k1", "North").await;
    assert_eq!((first.status, &first.json()["data"]), (200, &again.json()["data"]));
    assert_ne!(first.json()["extensions"]["requestId"], again.json()["extensions"]["requestId"]);
    let other = create(&server, &ada, "k1", "South").await;
    assert_eq!((other.status, other.code().as_str()), (422, "IDEMPOTENCY_MISMATCH"));
    assert_eq!(made(&ada).await, before + 1);
    assert_eq!(create(&server, &ada, "k2", "North two").await.status, 200);
    assert_eq!(made(&ada).await, before + 2);
}

#[tokio::test]
async fn fifty_at_once_have_one_effect_and_one_answer() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let before = made(&ada).await;
    let all = (0..50).map(|_| create(&server, &ada, "crowd", "North"));
    let replies = futures_util::future::join_all(all).await;
    let ids: std::collections::BTreeSet<String> =
        replies.iter().map(|reply| reply.json()["data"]["workspaceCreate"]["id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert!(replies.iter().all(|reply| reply.status == 200));
    assert_eq!(made(&ada).await, before + 1);
}

#[tokio::test]
async fn a_refusal_is_an_answer_too_and_changes_nothing() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let before = made(&ada).await;
    let first = create(&server, &ada, "k", "").await;
    let again = create(&server, &ada, "k", "").await;
    assert_eq!((first.code().as_str(), again.code().as_str()), ("BAD_USER_INPUT", "BAD_USER_INPUT"));
    assert_eq!(made(&ada).await, before);
}

#[tokio::test]
async fn keys_of_different_callers_never_meet() {
    let server = TestServer::start().await;
    let (ada, bob) = (server.test.agency("acme").await, server.test.agency("other").await);
    let of_ada = create(&server, &ada, "k", "North").await;
    let of_bob = create(&server, &bob, "k", "South").await;
    assert_eq!(of_bob.json()["data"]["workspaceCreate"]["name"], "South");
    assert_ne!(of_ada.text, of_bob.text);
}

#[tokio::test]
async fn the_key_may_travel_in_the_extensions_and_must_be_a_sensible_one() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let send = |key: &'static str| {
        let body = json!({ "query": CREATE, "variables": { "i": { "name": "N" } }, "extensions": { "idempotencyKey": key } });
        server.post_as(&ada, body)
    };
    assert_eq!(send("k").await.json()["data"], send("k").await.json()["data"]);
    let refused = send("not a key").await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "BAD_USER_INPUT"));
}

#[tokio::test]
async fn a_day_later_the_key_is_forgotten() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let first = create(&server, &ada, "k", "North").await.json();
    server.test.advance(chrono::TimeDelta::hours(24));
    let later = create(&server, &ada, "k", "Other").await.json();
    assert_ne!(first["data"], later["data"]);
    assert_eq!(later["data"]["workspaceCreate"]["name"], "Other");
}

#[tokio::test]
async fn after_a_crash_it_is_known_whether_there_was_an_effect() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let (app, scope) = (&server.test.app, ada.scope().await);
    let book = Book::of(&scope).unwrap();
    let Claim::Mine(without_effect) = claim(app, book, "a", "r").await.unwrap() else { panic!("not ours") };
    let Claim::Mine(with_effect) = claim(app, book, "b", "r").await.unwrap() else { panic!("not ours") };
    let commit = async || {
        let mut tx = Tx::begin(app, &scope).await?;
        tx.emit(&AgencyUpdated { agency: ada.agency, fields: vec![], changes: vec![] }).await?;
        tx.commit().await
    };
    with_effect.run(commit()).await.unwrap();
    assert!(matches!(claim(app, book, "a", "r").await.unwrap(), Claim::Running));
    server.test.advance(chrono::TimeDelta::seconds(61));
    assert!(matches!(claim(app, book, "a", "r").await.unwrap(), Claim::Mine(_)));
    assert!(matches!(claim(app, book, "b", "r").await.unwrap(), Claim::Lost));
    let late = without_effect.run(commit()).await;
    assert_eq!(late.unwrap_err().code(), "CONFLICT", "who was taken for dead must not commit");
}

#[tokio::test]
async fn kept_answers_cannot_be_read_in_the_database() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    create(&server, &ada, "k", "A name nobody should read").await;
    let database = server.test.database.connect().await;
    let rows = sea_orm::ConnectionTrait::query_all_raw(
        &database,
        sea_orm::Statement::from_string(
            database.get_database_backend(),
            "SELECT response FROM idempotency_key",
        ),
    )
    .await
    .unwrap();
    let kept: Value = rows[0].try_get("", "response").unwrap();
    assert!(kept["sealed"].is_string() && !kept.to_string().contains("nobody"), "{kept}");
}

#[tokio::test]
async fn an_operator_who_acts_as_less_does_not_get_what_they_got_as_more() {
    let server = TestServer::start().await;
    let root = server.test.super_admin().await;
    let send = async |role: &'static str| {
        let request = server.request(Method::POST, "/graphql").header("authorization", root.bearer().await);
        let request = request.header("idempotency-key", "k").header("x-act-as", role);
        Reply::of(request.json(&json!({ "query": CREATE, "variables": { "i": { "name": "North" } } }))).await
    };
    let made = send("").await;
    assert_eq!(made.json()["data"]["workspaceCreate"]["name"], "North");
    let narrowed = send("CLIENT").await;
    assert_eq!(narrowed.code(), "IDEMPOTENCY_MISMATCH", "{}", narrowed.text);
    assert!(!narrowed.text.contains("North"), "{}", narrowed.text);
    assert_eq!(send("").await.json()["data"], made.json()["data"]);
}

#[tokio::test]
async fn a_key_counts_at_every_door() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let before = made(&ada).await;
    let body = json!({ "query": CREATE, "variables": { "i": { "name": "North" } } });
    for path in ["/graphql/stream", "/graphql/stream", "/graphql"] {
        let request = server.request(Method::POST, path).header("authorization", ada.bearer().await);
        let request = request.header("idempotency-key", "k").header("accept", "text/event-stream");
        let reply = Reply::of(request.json(&body)).await;
        assert!(reply.text.contains("North"), "{path}: {}", reply.text);
    }
    assert_eq!(made(&ada).await, before + 1);
}

#[tokio::test]
async fn what_is_no_key_is_refused_and_not_passed_over() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let before = made(&ada).await;
    let mut body = json!({ "query": CREATE, "variables": { "i": { "name": "North" } } });
    let request = server.request(Method::POST, "/graphql").header("authorization", ada.bearer().await);
    let request = request.header("idempotency-key", "schlüssel".as_bytes());
    assert_eq!(Reply::of(request.json(&body)).await.code(), "BAD_USER_INPUT");
    body["extensions"] = json!({ "idempotencyKey": 7 });
    assert_eq!(server.post_as(&ada, body).await.code(), "BAD_USER_INPUT");
    assert_eq!(made(&ada).await, before);
}

#[tokio::test]
async fn who_may_less_by_now_does_not_get_what_they_got_before() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let lead = make::lead(&server.test, &ada, "Naledi Nobody").await;
    let export = "mutation($i: LeadExportInput!) { leadExport(input: $i) { data } }";
    let first = send(&server, &rob, "k", export, json!({ "id": lead })).await;
    assert!(first.status == 200 && first.text.contains("Naledi"), "{}", first.text);
    let who = rob.ask("{ viewer { member { id } } }", json!({})).await;
    let narrow = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    let role = |role: &str| json!({ "i": { "id": who["viewer"]["member"]["id"], "role": role } });
    ada.ask(narrow, role("CLIENT")).await;
    let again = send(&server, &rob, "k", export, json!({ "id": lead })).await;
    assert_eq!((again.status, again.code().as_str()), (422, "IDEMPOTENCY_MISMATCH"), "{}", again.text);
    assert!(!again.text.contains("Naledi"), "{}", again.text);
    let anew = send(&server, &rob, "another", export, json!({ "id": lead })).await;
    assert_eq!(anew.code(), "FORBIDDEN", "{}", anew.text);
    ada.ask(narrow, role("RESEARCHER")).await;
    let back = send(&server, &rob, "k", export, json!({ "id": lead })).await;
    assert_eq!(back.json()["data"], first.json()["data"], "with the same rights it is the same request");
    let read = ada.audit(json!({ "actions": ["LEAD_EXPORTED", "ANSWER_READ_AGAIN"] })).await;
    assert_eq!(read.len(), 2, "given out twice, refused twice: {read:#?}");
}

#[tokio::test]
async fn a_secret_that_is_given_again_is_on_record_again() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let again = async || ada.audit(json!({ "actions": ["ANSWER_READ_AGAIN"] })).await;
    let make = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { secret } }";
    let input = json!({ "name": "CRM", "role": "RESEARCHER", "scopes": ["READ"] });
    let first = send(&server, &ada, "k", make, input.clone()).await;
    assert!(again().await.is_empty(), "the first time is on record as itself");
    let second = send(&server, &ada, "k", make, input).await;
    assert_eq!((second.status, &second.json()["data"]), (200, &first.json()["data"]), "{}", second.text);
    let read = again().await;
    assert_eq!((read.len(), &read[0]["after"]["roots"]), (1, &json!(["apiKeyCreate"])));
    assert_eq!(read[0]["actorType"], "USER");
    assert_eq!(ada.audit(json!({ "actions": ["API_KEY_CREATED"] })).await.len(), 1, "one key was made");
    for _ in 0..2 {
        create(&server, &ada, "plain", "North").await;
        // What was refused hands nothing out.
        let refused = json!({ "name": "", "role": "RESEARCHER", "scopes": ["READ"] });
        assert_eq!(send(&server, &ada, "refused", make, refused).await.code(), "BAD_USER_INPUT");
    }
    assert_eq!(again().await.len(), 1);
}
