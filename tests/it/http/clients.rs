//! The conformance clients of `tests/clients`, run as they are against a server of this test.

use crate::support::{clients::run, server::TestServer};
use leadwire::config::{Config, Live};

#[tokio::test(flavor = "multi_thread")]
async fn the_sixty_one_audits_of_graphql_over_http_find_nothing() {
    let server = TestServer::start().await;
    let bearer = server.test.agency("acme").await.bearer().await;
    let said = run("audit.mjs", &[server.url("/graphql"), bearer], &[]).await;
    assert_eq!(said["counts"]["ok"], 61);
}

/// What the clients find in their environment.
async fn environment(server: &TestServer) -> Vec<(&'static str, String)> {
    let bearer = server.test.agency("acme").await.bearer().await;
    vec![
        ("URL_HTTP", server.url("/graphql")),
        ("URL_WS", server.url("/graphql/ws").replacen("http", "ws", 1)),
        ("URL_SSE", server.url("/graphql/stream")),
        ("TOKEN", bearer.trim_start_matches("Bearer ").to_owned()),
        ("PING_MS", "2000".into()),
        ("INIT_MS", "5000".into()),
    ]
}

fn quick() -> Config {
    let live = Live { ping_interval_ms: 500, init_timeout_ms: 2_000, ..Live::default() };
    Config { live, ..Config::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_protocol_holds_frame_by_frame() {
    let server = TestServer::with(quick()).await;
    run("protocol.mjs", &[], &environment(&server).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graphql_sse_client_is_served() {
    let server = TestServer::with(quick()).await;
    run("sse.mjs", &[], &environment(&server).await).await;
}
