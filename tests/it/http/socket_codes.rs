//! Every way a socket is closed, with its code.

use crate::support::{server::TestServer, socket::TestSocket};
use leadwire::config::{Config, Live};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

async fn server(live: Live) -> TestServer {
    TestServer::with(Config { live, ..Config::default() }).await
}

/// The code an acknowledged socket is closed with when it says this.
async fn code_for(message: Message) -> u16 {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    socket.send(message).await;
    let (code, reason) = socket.closed().await;
    assert!(reason.len() <= 123, "{reason}");
    code
}

fn text(message: Value) -> Message {
    Message::text(message.to_string())
}

#[tokio::test]
async fn what_is_no_message_closes_with_4400() {
    for message in [
        Message::text("{\"type\":"),
        text(json!([1])),
        text(json!({ "type": "noSuchType" })),
        text(json!({ "type": "ü".repeat(2_000) })),
        text(json!({ "type": "subscribe", "payload": { "query": "{ __typename }" } })),
        text(json!({ "type": "subscribe", "id": "1", "payload": {} })),
        Message::binary(vec![1, 2, 3]),
    ] {
        assert_eq!(code_for(message.clone()).await, 4400, "{message:?}");
    }
}

#[tokio::test]
async fn a_second_init_closes_with_4429() {
    assert_eq!(code_for(text(json!({ "type": "connection_init" }))).await, 4429);
}

#[tokio::test]
async fn a_message_over_the_limit_closes_with_1009() {
    assert_eq!(code_for(Message::text(" ".repeat(65 * 1024))).await, 1009);
}

#[tokio::test]
async fn an_id_in_use_closes_with_4409() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    let id = "long".repeat(30);
    for _ in 0..2 {
        socket.subscribe(&id, "subscription { events { seq } }", json!({})).await;
    }
    let (code, reason) = socket.closed().await;
    assert_eq!(code, 4409);
    assert!(reason.len() <= 123 && reason.starts_with("Subscriber for longlong"), "{reason}");
}

#[tokio::test]
async fn who_speaks_before_init_is_closed_with_4401() {
    let server = TestServer::start().await;
    let mut socket = TestSocket::connect(&server).await;
    socket.subscribe("1", "{ health { version } }", json!({})).await;
    assert_eq!(socket.closed().await.0, 4401);
}

#[tokio::test]
async fn who_says_nothing_is_closed_with_4408() {
    let server = server(Live { init_timeout_ms: 50, ..Live::default() }).await;
    let mut socket = TestSocket::connect(&server).await;
    assert_eq!(socket.closed().await.0, 4408);
}

#[tokio::test]
async fn bad_credentials_close_with_4403() {
    let server = TestServer::start().await;
    server.test.agency("acme").await;
    for payload in [
        json!({ "token": "nonsense" }),
        json!({ "apiKey": "lw_nonsense" }),
        json!({ "authorization": "Basic x" }),
    ] {
        let mut socket = TestSocket::connect(&server).await;
        socket.init(payload).await;
        let (code, reason) = socket.closed().await;
        assert!(code == 4403 && !reason.contains("nonsense"), "{code} {reason}");
    }
}

#[tokio::test]
async fn another_agency_is_refused_at_the_door() {
    let server = TestServer::start().await;
    server.test.agency("other").await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::connect(&server).await;
    socket.init(json!({ "authorization": ada.bearer().await, "agency": "other" })).await;
    assert_eq!(socket.closed().await.0, 4403);
}

#[tokio::test]
async fn another_protocol_is_closed_with_4406_after_the_handshake() {
    let server = TestServer::start().await;
    // tokio-tungstenite gives up where the server picks none of the protocols it offered: offer none.
    let mut socket = TestSocket::open(&server, "/graphql/ws", None).await;
    assert_eq!(socket.closed().await.0, 4406);
}

#[tokio::test]
async fn who_answers_no_ping_is_left() {
    let server = server(Live { ping_interval_ms: 40, ..Live::default() }).await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    // A client that does not read does not answer. Three intervals later it is gone; what it finds then is the pings.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert!(socket.is_pinged().await && socket.is_pinged().await);
    assert_eq!(socket.closed().await.0, 1001);
}

#[tokio::test]
async fn who_answers_pings_stays() {
    let server = server(Live { ping_interval_ms: 30, ..Live::default() }).await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    for _ in 0..8 {
        assert!(socket.is_pinged().await);
    }
    assert!(socket.is_silent().await);
}

#[tokio::test]
async fn a_server_that_stops_says_1012() {
    let mut server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    server.tell_to_stop();
    assert_eq!(socket.closed().await, (1012, "Restarting".into()));
    server.stop().await;
}

#[tokio::test]
async fn a_token_that_ran_out_closes_with_4403() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = TestSocket::of(&server, &ada).await;
    server.test.advance(chrono::TimeDelta::minutes(16));
    let since = std::time::Instant::now();
    assert_eq!(socket.closed().await.0, 4403);
    assert!(since.elapsed() < std::time::Duration::from_secs(5));
}

#[tokio::test]
async fn a_revoked_sign_in_closes_its_sockets_and_no_other_within_five_seconds() {
    let server = TestServer::start().await;
    let (ada, bob) = (server.test.agency("acme").await, server.test.agency("other").await);
    let mut of_ada = TestSocket::of(&server, &ada).await;
    let mut of_bob = TestSocket::of(&server, &bob).await;
    let own = ada.ask("{ viewer { sessionId } }", json!({})).await["viewer"]["sessionId"].clone();
    let revoke = "mutation ($i: SessionRevokeInput!) { sessionRevoke(input: $i) { id } }";
    ada.ask(revoke, json!({ "i": { "id": own } })).await;
    let since = std::time::Instant::now();
    assert_eq!(of_ada.closed().await.0, 4403);
    assert!(since.elapsed() < std::time::Duration::from_secs(5));
    assert!(of_bob.is_silent().await);
}
