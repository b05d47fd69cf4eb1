//! The thirteen payloads of graphql-cop, one story each with the tool's name for it, what its newer versions added, and what
//! we answer. (The tool is on GitHub only; the package of that name is a stranger's.)

use crate::support::server::{Reply, TestServer};
use leadwire::config::{Config, Server, Visibility};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

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

/// `dos_alias_overloading`: a hundred names for one field.
#[tokio::test]
async fn alias_overload_is_refused() {
    let aliases: String = (0..101).map(|n| format!("alias{n}: __typename ")).collect();
    refused(&format!("query cop {{ {aliases} }}"), "INVALID_DOCUMENT").await;
}

/// `dos_batch`: ten operations in one list.
#[tokio::test]
async fn array_batching_is_refused() {
    let server = TestServer::start().await;
    let one = json!({ "query": "query cop { __typename }" });
    let reply = server.post(json!(vec![one; 10])).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"));
    assert!(reply.error()["message"].as_str().unwrap().contains("Batches"));
}

/// `dos_circular_introspection`.
#[tokio::test]
async fn circular_introspection_is_refused() {
    let query = "query cop { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    refused(query, "INVALID_DOCUMENT").await;
}

/// `dos_directive_overloading`.
#[tokio::test]
async fn directive_overload_is_refused() {
    refused(&format!("query cop {{ __typename {} }}", "@aa".repeat(11)), "INVALID_DOCUMENT").await;
}

/// `dos_field_duplication`: taken, because it costs no more than one.
#[tokio::test]
async fn a_field_five_hundred_times_is_one_field() {
    let server = TestServer::start().await;
    let reply = server.ask(&format!("query cop {{ {} }}", "__typename \n".repeat(500))).await;
    assert_eq!(reply.json()["data"], json!({ "__typename": "Query" }));
}

/// `info_field_suggestions`: who guesses learns nothing.
#[tokio::test]
async fn fields_are_not_suggested() {
    let reply = refused("query cop { health { versio } }", "INVALID_DOCUMENT").await;
    assert!(!reply.text.contains("Did you mean") && !reply.text.contains("version"), "{}", reply.text);
}

/// `info_get_based_mutation`.
#[tokio::test]
async fn a_mutation_by_get_is_refused_with_the_method_that_is_right() {
    let server = TestServer::start().await;
    let reply = server.get("/graphql?query=mutation+cop+%7B__typename%7D").await;
    assert_eq!((reply.status, reply.header("allow")), (405, "POST"));
    assert_eq!(reply.code(), "INVALID_DOCUMENT");
}

/// `info_get_method_support`. Taken, on purpose: a query changes nothing, and no cookie ever says who asks, so another site learns nothing by it.
#[tokio::test]
async fn a_query_by_get_is_answered_to_the_caller_only() {
    let server = TestServer::start().await;
    let reply = server.get("/graphql?query=query+cop+%7B__typename%7D").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert_eq!(reply.header("set-cookie"), "");
}

/// `info_graphiql`. Shown, on purpose (setting `server.playground`): the page holds nothing a stranger may not know.
#[tokio::test]
async fn the_playground_is_shown_but_not_the_schema() {
    let server = TestServer::start().await;
    assert!(server.get("/").await.text.contains("playground"));
    let reply = server.ask("{ __schema { types { name } } }").await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
}

/// `info_introspect`.
#[tokio::test]
async fn a_stranger_may_not_introspect() {
    for query in ["query cop { __schema { queryType { name } } }", "{ __type(name: \"Query\") { name } }"] {
        refused(query, "UNAUTHENTICATED").await;
    }
    let hidden =
        "query cop { ...F } fragment F on Query { health { version } s: __schema { types { name } } }";
    refused(hidden, "UNAUTHENTICATED").await;
}

/// `info_post_based_csrf`: what a page of another site can make a browser send.
#[tokio::test]
async fn a_form_cannot_send_operations() {
    let server = TestServer::start().await;
    for media in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"] {
        for body in ["query=query%20cop%20%7B__typename%7D", r#"{"query":"mutation cop { __typename }"}"#] {
            let request = server.request(Method::POST, "/graphql").header("content-type", media);
            let reply = Reply::of(request.body(body)).await;
            assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"), "{media}");
        }
    }
}

/// `info_trace_mode`.
#[tokio::test]
async fn answers_carry_no_trace_of_the_inside() {
    let server = TestServer::start().await;
    let reply = server.ask("query cop { __typename }").await;
    let extensions = reply.json()["extensions"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(extensions, ["cost", "requestId"]);
}

/// `info_unhandled_error`.
#[tokio::test]
async fn a_broken_document_tells_nothing_of_the_inside() {
    let reply = refused("qwerty cop { abc }", "INVALID_DOCUMENT").await;
    for inside in ["exception", "src/", ".rs", "panicked", "async_graphql", "pest"] {
        assert!(!reply.text.contains(inside), "{inside}: {}", reply.text);
    }
}

/// `dos_circular_fragment`, of its newer versions: fragments that spread each other.
#[tokio::test]
async fn circular_fragments_are_refused() {
    let circle = "query cop { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }";
    refused(circle, "INVALID_DOCUMENT").await;
    refused("query cop { ...A } fragment A on Query { ...A }", "INVALID_DOCUMENT").await;
}

/// `info_get_method_support` as a careless client sends it: nothing encoded.
#[tokio::test]
async fn a_query_by_get_with_bare_braces_is_answered_and_breaks_nothing() {
    let server = TestServer::start().await;
    let accept = "application/graphql-response+json";
    for target in ["/graphql?query={__typename}", "/graphql?query={__typename", "/graphql?query=%zz{"] {
        let mut socket = tokio::net::TcpStream::connect(server.addr).await.expect("connected");
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept: {accept}\r\n\r\n"
        );
        socket.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status: u16 = answer.split(' ').nth(1).expect("a status").parse().expect("a number");
        let is_good = target.ends_with('}');
        assert_eq!(status, if is_good { 200 } else { 400 }, "{target}: {answer}");
    }
    still_well(&server).await;
}

/// `info_graphiql` where it is switched off: at none of the addresses the tool tries.
#[tokio::test]
async fn a_playground_that_is_switched_off_is_nowhere() {
    let server = Server { playground: false, ..Server::default() };
    let server = TestServer::with(Config { server, ..Config::default() }).await;
    for path in ["/", "/graphiql", "/playground", "/console", "/graphql", "/graphiql/app.js"] {
        let reply = Reply::of(server.request(Method::GET, path).header("accept", "text/html")).await;
        for word in ["graphiql.min.css", "GraphQL Playground", "GraphiQL", "graphql-playground"] {
            assert!(reply.status >= 400 && !reply.text.contains(word), "{path}: {}", reply.text);
        }
    }
}

/// `info_introspect` and `dos_circular_introspection` where introspection is for nobody, or for everybody.
#[tokio::test]
async fn introspection_is_as_the_settings_say() {
    let schema = json!({ "query": "query cop { __schema { queryType { name } } }" });
    for (introspection, of_stranger, of_ada) in [
        (Visibility::Nobody, "FORBIDDEN", "FORBIDDEN"),
        (Visibility::SignedIn, "UNAUTHENTICATED", ""),
        (Visibility::Everyone, "", ""),
    ] {
        let server = Server { introspection, ..Server::default() };
        let server = TestServer::with(Config { server, ..Config::default() }).await;
        let ada = server.test.agency("acme").await;
        assert_eq!(server.post(schema.clone()).await.code(), of_stranger, "{introspection:?}");
        assert_eq!(server.post_as(&ada, schema.clone()).await.code(), of_ada, "{introspection:?}");
        let circle = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
        assert_eq!(server.post_as(&ada, json!({ "query": circle })).await.code(), "INVALID_DOCUMENT");
    }
}

/// `info_trace_mode` and `info_unhandled_error` by somebody who is let in: nor do answers to refused values tell anything.
#[tokio::test]
async fn a_refusal_tells_nothing_of_the_inside() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    for query in [
        "{ lead(id: \"x\") { id } }",
        "{ leads(first: -1) { nodes { id } } }",
        "{ leads(after: \"x\") { nodes { id } } }",
    ] {
        let reply = server.post_as(&ada, json!({ "query": query })).await;
        assert!(!reply.code().is_empty(), "{}", reply.text);
        for inside in ["stacktrace", "exception", "tracing", ".rs", "panicked", "sql", "sea_orm"] {
            assert!(!reply.text.to_lowercase().contains(inside), "{inside}: {}", reply.text);
        }
    }
}
