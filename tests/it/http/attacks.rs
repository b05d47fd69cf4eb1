//! The thirteen payloads of graphql-cop, and what we answer to each. (The tool is on GitHub only; the package of that name
//! is a stranger's.)

use crate::support::server::{Reply, TestServer};
use reqwest::Method;
use serde_json::json;

/// Every one of them must leave the server as it was.
async fn still_well(server: &TestServer) {
    assert_eq!(server.ask("{ __typename }").await.status, 200);
}

async fn refused(query: &str, code: &str) -> Reply {
    let server = TestServer::start().await;
    let reply = server.ask(query).await;
    assert_eq!(reply.code(), code, "{}", reply.text);
    assert!(reply.json().get("data").is_none());
    still_well(&server).await;
    reply
}

#[tokio::test]
async fn alias_overload_is_refused() {
    let aliases: String = (0..101).map(|n| format!("alias{n}: __typename ")).collect();
    refused(&format!("query cop {{ {aliases} }}"), "INVALID_DOCUMENT").await;
}

#[tokio::test]
async fn array_batching_is_refused() {
    let server = TestServer::start().await;
    let one = json!({ "query": "query cop { __typename }" });
    let reply = server.post(json!(vec![one; 10])).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"));
    assert!(reply.error()["message"].as_str().unwrap().contains("Batches"));
}

#[tokio::test]
async fn circular_introspection_is_refused() {
    let query = "query cop { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    refused(query, "INVALID_DOCUMENT").await;
}

#[tokio::test]
async fn directive_overload_is_refused() {
    refused(&format!("query cop {{ __typename {} }}", "@aa".repeat(11)), "INVALID_DOCUMENT").await;
}

#[tokio::test]
async fn a_field_five_hundred_times_is_one_field() {
    let server = TestServer::start().await;
    let reply = server.ask(&format!("query cop {{ {} }}", "__typename \n".repeat(500))).await;
    assert_eq!(reply.json()["data"], json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn fields_are_not_suggested() {
    let reply = refused("query cop { health { versio } }", "INVALID_DOCUMENT").await;
    assert!(!reply.text.contains("Did you mean") && !reply.text.contains("version"), "{}", reply.text);
}

#[tokio::test]
async fn a_mutation_by_get_is_refused_with_the_method_that_is_right() {
    let server = TestServer::start().await;
    let reply = server.get("/graphql?query=mutation+cop+%7B__typename%7D").await;
    assert_eq!((reply.status, reply.header("allow")), (405, "POST"));
    assert_eq!(reply.code(), "INVALID_DOCUMENT");
}

/// Taken, on purpose: a query changes nothing, and no cookie ever says who asks, so another site learns nothing by it.
#[tokio::test]
async fn a_query_by_get_is_answered_to_the_caller_only() {
    let server = TestServer::start().await;
    let reply = server.get("/graphql?query=query+cop+%7B__typename%7D").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert_eq!(reply.header("set-cookie"), "");
}

/// Shown, on purpose (setting `server.playground`): the page holds nothing a stranger may not know.
#[tokio::test]
async fn the_playground_is_shown_but_not_the_schema() {
    let server = TestServer::start().await;
    assert!(server.get("/").await.text.contains("playground"));
    let reply = server.ask("{ __schema { types { name } } }").await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
}

#[tokio::test]
async fn a_stranger_may_not_introspect() {
    for query in ["query cop { __schema { queryType { name } } }", "{ __type(name: \"Query\") { name } }"] {
        refused(query, "UNAUTHENTICATED").await;
    }
    let hidden =
        "query cop { ...F } fragment F on Query { health { version } s: __schema { types { name } } }";
    refused(hidden, "UNAUTHENTICATED").await;
}

#[tokio::test]
async fn a_form_cannot_send_operations() {
    let server = TestServer::start().await;
    let request =
        server.request(Method::POST, "/graphql").header("content-type", "application/x-www-form-urlencoded");
    let reply = Reply::of(request.body("query=query%20cop%20%7B__typename%7D")).await;
    assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"));
}

#[tokio::test]
async fn answers_carry_no_trace_of_the_inside() {
    let server = TestServer::start().await;
    let reply = server.ask("query cop { __typename }").await;
    let extensions = reply.json()["extensions"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(extensions, ["cost", "requestId"]);
}

#[tokio::test]
async fn a_broken_document_tells_nothing_of_the_inside() {
    let reply = refused("qwerty cop { abc }", "INVALID_DOCUMENT").await;
    for inside in ["exception", "src/", ".rs", "panicked", "async_graphql", "pest"] {
        assert!(!reply.text.contains(inside), "{inside}: {}", reply.text);
    }
}
