//! GraphQL over HTTP: methods, media types, statuses. The audits of `clients.rs` say the same in another's words.

use crate::support::server::{Reply, TestServer};
use leadwire::config::{Config, Server};
use reqwest::Method;
use serde_json::json;

const RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

async fn post_as(server: &TestServer, accept: &str, query: &str) -> Reply {
    let request = server.request(Method::POST, "/graphql").header("accept", accept);
    Reply::of(request.json(&json!({ "query": query }))).await
}

#[tokio::test]
async fn the_answer_has_the_media_type_the_client_likes_best() {
    let server = TestServer::start().await;
    let media = [
        ("application/graphql-response+json, application/json;q=0.9", RESPONSE),
        ("application/json", JSON),
        ("*/*", JSON),
    ];
    for (accept, media) in media {
        let reply = post_as(&server, accept, "{ __typename }").await;
        assert_eq!((reply.status, reply.header("content-type")), (200, media), "{accept}");
        assert_eq!(reply.json()["data"], json!({ "__typename": "Query" }));
    }
    assert_eq!(post_as(&server, "text/html", "{ __typename }").await.status, 406);
}

#[tokio::test]
async fn a_broken_document_is_400_and_in_the_old_media_type_200() {
    let server = TestServer::start().await;
    for query in [
        "{",
        "{ health { nothing } }",
        "query ($id: ID!) { __typename }",
        "query A { a: __typename } query B { __typename }",
    ] {
        let new = post_as(&server, "application/graphql-response+json", query).await;
        assert_eq!(new.status, 400, "{query}: {}", new.text);
        assert!(new.json().get("data").is_none(), "{query}");
        let old = post_as(&server, "application/json", query).await;
        assert_eq!((old.status, old.code()), (200, new.code()), "{query}");
    }
}

#[tokio::test]
async fn a_request_that_is_none_is_400_in_both_media_types() {
    let server = TestServer::start().await;
    let bodies = [
        "",
        "{",
        "7",
        "null",
        "{}",
        r#"{"query":""}"#,
        r#"{"query":7}"#,
        r#"{"query":"{a}","variables":[]}"#,
    ];
    for body in bodies {
        let request = server.request(Method::POST, "/graphql").header("content-type", "application/json");
        let reply = Reply::of(request.body(body)).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{body}");
    }
}

#[tokio::test]
async fn a_post_is_json_or_it_is_nothing() {
    let server = TestServer::start().await;
    let body = json!({ "query": "{ __typename }" }).to_string();
    let types = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
    ];
    for content_type in types {
        let request = server.request(Method::POST, "/graphql").header("content-type", content_type);
        let reply = Reply::of(request.body(body.clone())).await;
        assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"), "{content_type}");
    }
    let plain = Reply::of(server.request(Method::POST, "/graphql").body(body.clone())).await;
    assert_eq!(plain.status, 415);
}

#[tokio::test]
async fn queries_may_come_by_get() {
    let server = TestServer::start().await;
    let reply =
        server.get("/graphql?query=query+A+%7B+__typename+%7D&operationName=A&variables=%7B%7D").await;
    assert_eq!((reply.status, reply.json()["data"]["__typename"].as_str()), (200, Some("Query")));
    assert_eq!(server.get("/graphql").await.status, 400);
}

#[tokio::test]
async fn every_answer_has_an_id_and_a_cost_and_is_kept_by_nobody() {
    let server = TestServer::start().await;
    let reply = server.ask("{ health { version } }").await;
    let id = reply.header("x-request-id").to_owned();
    assert!(id.len() >= 16);
    let extensions = reply.json()["extensions"].clone();
    assert_eq!(extensions["requestId"], json!(id));
    assert_eq!(extensions["cost"]["query"], 2);
    assert_eq!(extensions["cost"]["limit"], 300_000);
    assert_eq!(extensions["cost"]["remaining"], 299_998);
    assert_eq!(extensions["cost"]["resetAt"], "2026-11-02T09:01:00Z");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_sensible_request_id_is_the_clients_own() {
    let server = TestServer::start().await;
    let ask = |id: &str| {
        let request = server.request(Method::POST, "/graphql").header("x-request-id", id);
        Reply::of(request.json(&json!({ "query": "{ nothing }" })))
    };
    let reply = ask("story-7").await;
    assert_eq!(reply.header("x-request-id"), "story-7");
    assert_eq!(reply.error()["extensions"]["requestId"], "story-7");
    assert_ne!(ask("a b").await.header("x-request-id"), "a b");
}

#[tokio::test]
async fn other_sites_may_call_only_from_the_origins_of_the_settings() {
    let origin = |config: &str| Config {
        server: Server { cors_origins: vec![config.into()], ..Server::default() },
        ..Config::default()
    };
    let server = TestServer::with(origin("https://app.example.com")).await;
    let preflight = |origin: &str| {
        let request = server.request(Method::OPTIONS, "/graphql").header("origin", origin);
        let request = request.header("access-control-request-headers", "authorization,content-type");
        Reply::of(request.header("access-control-request-method", "POST"))
    };
    let ours = preflight("https://app.example.com").await;
    assert_eq!(ours.header("access-control-allow-origin"), "https://app.example.com");
    assert!(ours.header("access-control-allow-headers").contains("authorization"));
    let other = preflight("https://elsewhere.example.com").await;
    assert_eq!(other.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_stored_document_is_run_by_its_hash_and_where_required_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("persisted-documents.json");
    std::fs::write(&file, r#"{"abc":"{ health { version } }"}"#).unwrap();
    let server = Server { documents_file: Some(file), require_documents: true, ..Server::default() };
    let server = TestServer::with(Config { server, ..Config::default() }).await;
    let known = server.post(json!({ "documentId": "abc" })).await;
    assert!(known.json()["data"]["health"]["version"].is_string());
    let unknown = server.post(json!({ "documentId": "abd" })).await;
    assert_eq!((unknown.status, unknown.code().as_str()), (400, "BAD_USER_INPUT"));
    let free = server.ask("{ health { version } }").await;
    assert_eq!((free.status, free.code().as_str()), (400, "INVALID_DOCUMENT"));
    assert!(free.error()["extensions"]["hint"].as_str().unwrap().contains("documentId"));
}
