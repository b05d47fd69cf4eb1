//! Operations over a socket: results, errors, completion, limits.

use crate::support::{server::TestServer, socket::TestSocket};
use leadwire::config::{Config, Live};
use serde_json::json;

#[tokio::test]
async fn queries_and_mutations_give_one_result_and_complete() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    socket.subscribe("q", "{ health { isDatabaseUp } }", json!({})).await;
    let next = socket.hear().await;
    assert_eq!((&next["id"], &next["type"]), (&json!("q"), &json!("next")));
    assert_eq!(next["payload"]["data"]["health"]["isDatabaseUp"], true);
    assert_eq!(next["payload"]["extensions"]["cost"]["query"], 2);
    assert_eq!(socket.hear().await, json!({ "id": "q", "type": "complete" }));
    let invite = "mutation ($i: MemberInviteInput!) { memberInvite(input: $i) { token } }";
    let input = json!({ "i": { "email": "b@b.example", "role": "RESEARCHER" } });
    socket.subscribe("m", invite, input).await;
    assert!(socket.hear().await["payload"]["data"]["memberInvite"]["token"].is_string());
}

#[tokio::test]
async fn an_upgrade_on_graphql_itself_is_the_same_door() {
    let server = TestServer::start().await;
    let mut socket = TestSocket::open(&server, "/graphql", Some("graphql-transport-ws")).await;
    socket.init(json!(null)).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
}

#[tokio::test]
async fn what_cannot_run_comes_as_an_error_and_its_id_is_free_again() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    let broken = [
        ("subscription {", "INVALID_DOCUMENT"),
        ("subscription { events { noSuchField } }", "INVALID_DOCUMENT"),
        ("subscription { events { seq } hello }", "INVALID_DOCUMENT"),
        ("subscription { events(after: \"nonsense\") { seq } }", "BAD_USER_INPUT"),
    ];
    for (query, code) in broken {
        socket.subscribe("one", query, json!({})).await;
        let error = socket.hear().await;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("one")), "{query}: {error}");
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{query}");
        assert!(error["payload"][0]["extensions"]["requestId"].is_string());
    }
    socket.subscribe("one", "{ __typename }", json!({})).await;
    assert_eq!(socket.hear().await["type"], "next");
    assert_eq!(socket.hear().await["type"], "complete");
    assert!(socket.is_silent().await);
}

#[tokio::test]
async fn a_stranger_has_the_public_roots_and_nothing_else() {
    let server = TestServer::start().await;
    let mut socket = TestSocket::connect(&server).await;
    socket.init(json!({})).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
    socket.subscribe("1", "subscription { events { seq } }", json!({})).await;
    assert_eq!(socket.hear().await["payload"][0]["extensions"]["code"], "UNAUTHENTICATED");
    socket.subscribe("2", "{ health { version } }", json!({})).await;
    assert_eq!(socket.hear().await["type"], "next");
}

#[tokio::test]
async fn a_socket_has_a_limit_of_operations_and_a_caller_of_sockets() {
    let live = Live { sockets_per_user: 2, subscriptions_per_socket: 2, ..Live::default() };
    let server = TestServer::with(Config { live, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, "subscription { events { seq } }", json!({})).await;
    }
    let refused = socket.hear().await;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("3")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "LIMIT_REACHED");
    socket.say(json!({ "id": "1", "type": "complete" })).await;
    socket.subscribe("4", "{ __typename }", json!({})).await;
    assert_eq!(socket.hear().await["type"], "next", "a place was free again");

    let _second = TestSocket::of(&server, &ada).await;
    let mut third = TestSocket::connect(&server).await;
    third.init(json!({ "authorization": ada.bearer().await })).await;
    let (code, reason) = third.closed().await;
    assert!(code == 4429 && reason.contains("at most 2"), "{code} {reason}");
    let bob = server.test.agency("other").await;
    TestSocket::of(&server, &bob).await;
}
