//! Every error has a code of the closed list and nothing we did not mean to say.

use crate::support::server::{Reply, TestServer};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in_whatever_the_operation_is_called() {
    let server = TestServer::start().await;
    for query in [
        "{ node(id: \"x\") { id } }",
        "query health { ...F } fragment F on Query { health { version } viewer { email } }",
    ] {
        let reply = server.ask(query).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{query}");
        assert_eq!(reply.error()["extensions"]["hint"], "sessionCreate");
    }
}

#[tokio::test]
async fn credentials_that_do_not_count_are_never_silently_nobody() {
    let server = TestServer::start().await;
    let headers =
        [("authorization", "Bearer nonsense"), ("authorization", "Basic x"), ("x-api-key", "lw_nonsense")];
    for (name, value) in headers {
        let request = server.request(Method::POST, "/graphql").header(name, value);
        let reply = Reply::of(request.json(&json!({ "query": "{ health { version } }" }))).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{name}: {value}");
        assert!(!reply.text.contains("nonsense"));
    }
}

#[tokio::test]
async fn subscriptions_are_sent_to_their_own_door() {
    let server = TestServer::start().await;
    let reply = server.ask("subscription { __typename }").await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "INVALID_DOCUMENT"));
    assert!(reply.error()["message"].as_str().unwrap().contains("/graphql/ws"));
}

#[tokio::test]
async fn a_value_the_schema_refuses_is_named_with_its_path() {
    let server = TestServer::start().await;
    let query = "query ($if: Boolean!) { health { version @skip(if: $if) isDatabaseUp } }";
    let reply = server.post(json!({ "query": query, "variables": { "if": "yes" } })).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{}", reply.text);
    assert_eq!(reply.error()["extensions"]["fields"][0]["path"], "if");
    let missing = server.post(json!({ "query": query })).await;
    assert_eq!(missing.error()["extensions"]["fields"][0]["path"], "if");
    assert!(!reply.text.contains("yes"));
}
