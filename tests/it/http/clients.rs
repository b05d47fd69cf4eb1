//! The conformance clients of `tests/clients`, run as they are against a server of this test.

use crate::support::server::TestServer;
use leadwire::config::{Config, Live};
use serde_json::Value;
use std::{path::PathBuf, process::Stdio};
use tokio::{process::Command, sync::OnceCell};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// Installs what the clients need, once.
async fn installed() {
    static ONCE: OnceCell<()> = OnceCell::const_new();
    ONCE.get_or_init(|| async {
        if folder().join("node_modules/graphql-http").exists() {
            return;
        }
        let done = Command::new("npm").arg("ci").current_dir(folder()).stdin(Stdio::null()).output().await;
        let done = done.expect("these tests need Node 20 and npm: `apt-get install nodejs npm`");
        assert!(
            done.status.success(),
            "`npm ci` in tests/clients: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    })
    .await;
}

/// Runs one program; its one line of JSON must say `ok`.
async fn run(program: &str, arguments: &[String], settings: &[(&str, String)]) -> Value {
    installed().await;
    let mut command = Command::new("node");
    command.arg(program).args(arguments).current_dir(folder()).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.envs(settings.iter().map(|(name, value)| (*name, value))).output().await;
    let output = output.expect("these tests need Node 20: `apt-get install nodejs`");
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    let said: Value = serde_json::from_str(line.trim())
        .unwrap_or_else(|_| panic!("{program}: {line}{}", String::from_utf8_lossy(&output.stderr)));
    assert!(output.status.success() && said["ok"] == true, "{program}: {said:#}");
    said
}

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
    let live = Live { ping_interval_ms: 200, init_timeout_ms: 500, ..Live::default() };
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
