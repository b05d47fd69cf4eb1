//! Limits per class of operation, and one budget over several servers.

use crate::support::{
    app::TestApp,
    database::backend,
    server::{Reply, TestServer},
    socket::TestSocket,
};
use leadwire::{
    config::{Config, Limits},
    schema,
};
use sea_orm::DbBackend;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const READ: &str = "{ viewer { sessionId } }";
const MAKE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { id } }";

async fn with(limits: Limits) -> TestServer {
    TestServer::with(Config { limits, ..Config::default() }).await
}

fn refused(reply: &Reply, words: &str) {
    assert_eq!((reply.status, reply.code().as_str()), (429, "LIMIT_REACHED"), "{}", reply.text);
    assert!(reply.error()["message"].as_str().unwrap().contains(words), "{}", reply.text);
    assert_eq!(reply.error()["extensions"]["retryAfter"], 60);
    assert_eq!(reply.header("retry-after"), "60");
    assert!(reply.json()["extensions"]["cost"]["remaining"].is_number(), "{}", reply.text);
    assert!(reply.json().get("data").is_none(), "nothing was run");
}

#[tokio::test]
async fn each_class_has_its_own_limit_and_one_does_not_eat_the_other() {
    let server = with(Limits { reads_per_minute: 2, writes_per_minute: 3, ..Limits::default() }).await;
    let ada = server.test.agency("acme").await;
    let read = async || server.post_as(&ada, json!({ "query": READ })).await;
    assert_eq!([read().await.status, read().await.status], [200, 200]);
    refused(&read().await, "queries");
    let make = async |name: &str| {
        server.post_as(&ada, json!({ "query": MAKE, "variables": { "i": { "name": name } } })).await
    };
    assert_eq!(make("One").await.status, 200, "commands have their own");
    let three = "mutation { a: workspaceCreate(input: {name: \"A\"}) { id }
        b: workspaceCreate(input: {name: \"B\"}) { id } c: workspaceCreate(input: {name: \"C\"}) { id } }";
    refused(&server.post_as(&ada, json!({ "query": three })).await, "commands");
    assert_eq!(
        [make("Two").await.status, make("Three").await.status],
        [200, 200],
        "what is refused takes nothing"
    );
    refused(&make("Four").await, "commands");
    server.test.advance(chrono::TimeDelta::seconds(60));
    let names =
        server.post_as(&ada, json!({ "query": "{ workspaces(first: 100) { nodes { name } } }" })).await.text;
    assert!(!names.contains("\"A\"") && !names.contains("Four") && names.contains("Three"), "{names}");
}

#[tokio::test]
async fn what_asks_providers_and_what_strangers_do_is_counted_apart() {
    let limits = Limits { paid_per_minute: 0, sign_ins_per_minute: 1, ..Limits::default() };
    let server = with(limits).await;
    let ada = server.test.agency("acme").await;
    let verify = json!({ "query": "mutation($i: EmailVerifyInput!) { emailVerify(input: $i) { id } }",
        "variables": { "i": { "email": "a@b.example" } } });
    refused(&server.post_as(&ada, verify).await, "providers");
    let sign_in = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { expiresAt } }";
    let guess =
        json!({ "query": sign_in, "variables": { "i": { "email": ada.email, "password": "a guess" } } });
    assert_eq!(server.post(guess.clone()).await.code(), "UNAUTHENTICATED");
    refused(&server.post(guess).await, "sign in");
    assert_eq!(server.ask("{ health { version } }").await.status, 200);
}

#[tokio::test]
async fn subscriptions_count_when_they_begin() {
    let server = with(Limits { streams_per_minute: 1, ..Limits::default() }).await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    socket.subscribe("one", "subscription { events { seq } }", json!({})).await;
    socket.subscribe("two", "subscription { events { seq } }", json!({})).await;
    let heard = socket.hear().await;
    assert_eq!((&heard["type"], &heard["id"]), (&json!("error"), &json!("two")));
    assert_eq!(heard["payload"][0]["extensions"]["code"], "LIMIT_REACHED");
    assert_eq!(heard["payload"][0]["extensions"]["retryAfter"], 60);
}

#[tokio::test]
async fn every_answer_says_what_it_cost() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let key = async |name: &str| {
        let request = server.request(reqwest::Method::POST, "/graphql");
        let request = request.header("authorization", ada.bearer().await).header("idempotency-key", "k");
        Reply::of(request.json(&json!({ "query": MAKE, "variables": { "i": { "name": name } } }))).await
    };
    for reply in [key("North").await, key("North").await, key("South").await] {
        assert!(reply.json()["extensions"]["cost"]["query"].is_number(), "{}", reply.text);
    }
}

/// Names that nothing has any more would protect nothing.
#[test]
fn the_classes_name_operations_that_exist() {
    let sdl = schema::sdl();
    for name in schema::PAID.iter().chain(schema::PUBLIC) {
        assert!(sdl.contains(&format!("\t{name}(")) || sdl.contains(&format!("\t{name}:")), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_one_budget() {
    let config =
        || Config { limits: Limits { cost_per_minute: 100, ..Limits::default() }, ..Config::default() };
    let here = TestServer::of(TestApp::with(config()).await).await;
    let there = TestServer::of(here.test.restarted(config()).await).await;
    let ada = here.test.agency("acme").await;
    let left = async |server: &TestServer| -> Value {
        let reply = server.post_as(&ada, json!({ "query": READ })).await;
        reply.json()["extensions"]["cost"]["remaining"].clone()
    };
    for _ in 0..20 {
        left(&here).await;
    }
    assert_eq!(left(&there).await, 98, "nobody has said anything yet");
    let since = Instant::now();
    while left(&there).await.as_i64().expect("a number") > 60 {
        // SQLite has one server only, which knows everything.
        if backend() == DbBackend::Sqlite {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(10), "they never heard of each other");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
