//! Server-sent events: one operation, one stream.

use crate::support::{
    actor::Actor,
    server::{Reply, TestServer},
};
use futures_util::StreamExt;
use leadwire::{
    config::{Config, Live},
    identity::events::AgencyUpdated,
    kernel::tx::Tx,
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;

const FOLLOW: &str = "subscription ($after: Cursor) { events(after: $after) { cursor seq } }";

async fn open(server: &TestServer, actor: &Actor, body: Value) -> Response {
    let request = server.request(Method::POST, "/graphql/stream").header("accept", "text/event-stream");
    request.header("authorization", actor.bearer().await).json(&body).send().await.unwrap()
}

async fn something_happens(server: &TestServer, actor: &Actor) {
    let mut tx = Tx::begin(&server.test.app, &actor.scope().await).await.unwrap();
    tx.emit(&AgencyUpdated { agency: actor.agency, fields: vec![], changes: vec![] }).await.unwrap();
    tx.commit().await.unwrap();
}

/// Reads until the text so far holds this, or fails.
async fn until(response: &mut Response, text: &mut String, what: &str) {
    while !text.contains(what) {
        let chunk = tokio::time::timeout(Duration::from_secs(10), response.chunk()).await.expect("in time");
        text.push_str(&String::from_utf8_lossy(
            &chunk.unwrap().unwrap_or_else(|| panic!("ended before {what}: {text}")),
        ));
    }
}

#[tokio::test]
async fn a_query_gives_one_result_and_complete() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let response = open(&server, &ada, json!({ "query": "{ health { isDatabaseUp } }" })).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
    assert!(response.headers()["cache-control"].to_str().unwrap().contains("no-cache"));
    let text = response.text().await.unwrap();
    assert!(text.starts_with(":\n\nevent: next\ndata: {\"data\":{\"health\""), "{text}");
    assert!(text.ends_with("\n\nevent: complete\ndata: \n\n"), "{text}");
}

#[tokio::test]
async fn a_subscription_resumes_by_cursor_and_goes_on() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    something_happens(&server, &ada).await;
    let log = ada.ask("{ events(first: 1) { nodes { cursor seq } } }", json!({})).await;
    let first = log["events"]["nodes"][0].clone();
    let variables = json!({ "after": first["cursor"] });
    let mut response = open(&server, &ada, json!({ "query": FOLLOW, "variables": variables })).await;
    let (mut text, next) = (String::new(), first["seq"].as_i64().unwrap() + 1);
    until(&mut response, &mut text, &format!("\"seq\":{next}")).await;
    let newest = ada.ask("{ events(last: 1) { nodes { seq } } }", json!({})).await;
    something_happens(&server, &ada).await;
    let last = newest["events"]["nodes"][0]["seq"].as_i64().unwrap() + 1;
    until(&mut response, &mut text, &format!("\"seq\":{last}")).await;
    for seq in next..=last {
        assert_eq!(text.matches(&format!("\"seq\":{seq}}}")).count(), 1, "{seq} in {text}");
    }
}

/// A root that has nothing to say yet: the client is told that the stream is open, and does not wait for the first line.
#[tokio::test]
async fn a_stream_is_open_before_its_first_message() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let make = "mutation ($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { job { id } } }";
    let input = json!({ "i": { "description": "Heads of operations at logistics companies in Germany" } });
    let job = ada.ask(make, input).await["leadRequestCreate"]["job"]["id"].clone();
    let follow = "subscription ($id: ID!) { jobLogs(id: $id) { seq } }";
    let opening = open(&server, &ada, json!({ "query": follow, "variables": { "id": job } }));
    let mut response = tokio::time::timeout(Duration::from_secs(5), opening).await.expect("opened at once");
    until(&mut response, &mut String::new(), ":\n\n").await;
    server.test.run_tasks().await;
    let mut text = String::new();
    until(&mut response, &mut text, "\"seq\":1}").await;
    // Refusals still come before the stream.
    let nothing =
        json!({ "query": follow, "variables": { "id": "job_00000000-0000-7000-8000-000000000000" } });
    let refused = open(&server, &ada, nothing).await;
    assert_eq!(refused.status(), 404);
}

#[tokio::test]
async fn refusals_have_a_status_and_no_stream() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let refused = [
        (json!({ "query": "{ health { nothing } }" }), 400),
        (json!({ "query": FOLLOW, "variables": { "after": "nonsense" } }), 400),
        (json!({}), 400),
        (json!([]), 400),
    ];
    for (body, status) in refused {
        let response = open(&server, &ada, body.clone()).await;
        assert_eq!(response.status(), status, "{body}");
        assert!(response.headers()["content-type"].to_str().unwrap().contains("json"));
    }
    let request = server.request(Method::POST, "/graphql/stream").json(&json!({ "query": FOLLOW }));
    assert_eq!(Reply::of(request).await.status, 401);
    let reply = server.get("/graphql/stream?query=mutation%7Ba%7D").await;
    assert_eq!(reply.status, 401, "before anything else a stranger is asked to sign in");
}

#[tokio::test]
async fn a_calm_stream_is_kept_open_by_comments_and_ends_with_the_server() {
    let live = Live { ping_interval_ms: 30, ..Live::default() };
    let mut server = TestServer::with(Config { live, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let mut response = open(&server, &ada, json!({ "query": FOLLOW })).await;
    let mut text = String::new();
    until(&mut response, &mut text, ":\n\n:\n\n:\n\n").await;
    server.tell_to_stop();
    let rest = tokio::time::timeout(Duration::from_secs(5), response.bytes_stream().count()).await;
    assert!(rest.is_ok(), "the stream did not end");
    server.stop().await;
}

#[tokio::test]
async fn a_caller_has_a_limit_of_streams_and_gets_them_back() {
    let live = Live { sockets_per_user: 1, ..Live::default() };
    let server = TestServer::with(Config { live, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let first = open(&server, &ada, json!({ "query": FOLLOW })).await;
    assert_eq!(first.status(), 200);
    let second = open(&server, &ada, json!({ "query": FOLLOW })).await;
    assert_eq!(second.status(), 429);
    drop(first);
    let again = async {
        while open(&server, &ada, json!({ "query": FOLLOW })).await.status() != 200 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), again).await.expect("the place is free again");
}
