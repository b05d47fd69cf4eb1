//! The page behind a link for a new password.

use crate::support::{
    actor::PASSWORD,
    server::{Reply, TestServer},
};
use leadwire::{base::secret::ExposeSecret, identity::users::reset};
use reqwest::Method;
use serde_json::json;

const NEW: &str = "a whole new sentence";

async fn send(server: &TestServer, token: &str, password: &str) -> Reply {
    let form = [("token", token), ("password", password)];
    Reply::of(server.request(Method::POST, "/password-reset").form(&form)).await
}

async fn sign_in(server: &TestServer, email: &str, password: &str) -> Reply {
    let query = "mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
    server
        .post(json!({ "query": query, "variables": { "i": { "email": email, "password": password } } }))
        .await
}

#[tokio::test]
async fn the_page_sets_a_password_once() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let link = reset::link(&server.test.app, &ada.email).await.unwrap();
    let url = link.url.expose_secret().to_owned();
    assert!(url.starts_with("http://127.0.0.1:8080/password-reset?token=lwr_"), "{url}");
    let (_, path) = url.split_once("8080").unwrap();
    let token = path.split_once("token=").unwrap().1;
    let page = server.get(path).await;
    assert!(page.status == 200 && page.text.contains("<form method=\"post\" action=\"password-reset\""));
    assert!(page.header("content-security-policy").contains("default-src 'self'"));
    assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"));
    assert!(!page.text.contains(&ada.email), "whose it is is nobody's business");
    let weak = send(&server, token, "short").await;
    assert!(weak.status == 422 && weak.text.contains("12 to"), "{}", weak.text);
    assert_eq!(send(&server, token, NEW).await.status, 200);
    assert_eq!(send(&server, token, NEW).await.status, 404);
    assert_eq!(server.get(path).await.status, 404);
    assert_eq!(sign_in(&server, &ada.email, PASSWORD).await.code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&server, &ada.email, NEW).await.code(), "");
}

#[tokio::test]
async fn what_is_no_form_or_no_link_is_refused() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/password-reset").await.status, 404);
    assert_eq!(send(&server, "<script>", NEW).await.status, 404);
    let json = server.request(Method::POST, "/password-reset").json(&json!({ "token": "x" }));
    assert_eq!(Reply::of(json).await.status, 415);
    let large = [("token", "x"), ("password", &"y".repeat(20_000))];
    assert_eq!(Reply::of(server.request(Method::POST, "/password-reset").form(&large)).await.status, 413);
}
