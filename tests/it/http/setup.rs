//! The one-time link of a fresh installation.

use crate::support::server::{Reply, TestServer};
use leadwire::{base::secret::ExposeSecret, identity::setup};
use reqwest::Method;
use serde_json::json;

const PASSWORD: &str = "correct horse battery";

async fn link(server: &TestServer) -> String {
    setup::link(&server.test.app).await.unwrap().expect("nobody is here yet").expose_secret().to_owned()
}

async fn send(server: &TestServer, token: &str, agency: &str, password: &str) -> Reply {
    let form = [
        ("token", token),
        ("agency", agency),
        ("email", "ada@acme.example"),
        ("name", "Ada"),
        ("password", password),
    ];
    Reply::of(server.request(Method::POST, "/setup").form(&form)).await
}

async fn sign_in(server: &TestServer) -> Reply {
    let query = "mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
    server.post(json!({ "query": query, "variables": { "i": { "email": "ada@acme.example", "password": PASSWORD } } })).await
}

#[tokio::test]
async fn the_link_makes_the_first_admin_once() {
    let server = TestServer::start().await;
    let token = link(&server).await;
    let page = server.get(&format!("/setup?token={token}")).await;
    assert!(page.status == 200 && page.text.contains("<form method=\"post\" action=\"setup\""));
    assert!(page.header("content-security-policy").contains("default-src 'self'"));
    assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"));
    let done = send(&server, &token, "Acme", PASSWORD).await;
    assert!(done.status == 200 && done.text.contains("Acme is ready"), "{}", done.text);
    assert!(sign_in(&server).await.json()["data"]["sessionCreate"]["accessToken"].is_string());
    assert_eq!(send(&server, &token, "Other", PASSWORD).await.status, 404);
    assert_eq!(server.get(&format!("/setup?token={token}")).await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_form_and_the_link_stays_good() {
    let server = TestServer::start().await;
    let token = link(&server).await;
    let refused = send(&server, &token, "<script>alert(1)</script>", "short").await;
    assert!(refused.status == 422 && refused.text.contains("<ul><li>password: "), "{}", refused.text);
    assert!(!refused.text.contains("<script>") && !refused.text.contains("short\""));
    assert_eq!(sign_in(&server).await.code(), "UNAUTHENTICATED");
    assert_eq!(send(&server, &token, "Acme", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn another_token_opens_nothing() {
    let server = TestServer::start().await;
    link(&server).await;
    for path in ["/setup", "/setup?token=", "/setup?token=lws_nonsense"] {
        assert_eq!(server.get(path).await.status, 404, "{path}");
    }
    assert_eq!(send(&server, "lws_nonsense", "Acme", PASSWORD).await.status, 404);
    assert_ne!(sign_in(&server).await.status, 500);
}
