//! The playground: there, offline, under a strict policy.

use crate::support::server::TestServer;
use leadwire::config::{Config, Server};

const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

#[tokio::test]
async fn the_page_and_every_file_it_names_are_served_under_the_policy() {
    let server = TestServer::start().await;
    let page = server.get("/").await;
    assert_eq!((page.status, page.header("content-security-policy")), (200, POLICY));
    let named: Vec<&str> = page.text.split('"').filter(|text| text.starts_with("graphiql/")).collect();
    assert_eq!(named.len(), 3, "{named:?}");
    for name in named {
        let file = server.get(&format!("/{name}")).await;
        assert_eq!((file.status, file.header("content-security-policy")), (200, POLICY), "{name}");
        let is_versioned = name.contains("?v=");
        assert_eq!(file.header("cache-control").contains("immutable"), is_versioned, "{name}");
    }
    assert_eq!(server.get("/graphiql/LICENSES.txt").await.status, 200);
    assert_eq!(server.get("/graphiql/README.md").await.status, 404);
}

#[tokio::test]
async fn it_can_be_switched_off() {
    let server = Server { playground: false, ..Server::default() };
    let server = TestServer::with(Config { server, ..Config::default() }).await;
    assert_eq!(server.get("/").await.status, 404);
    assert_eq!(server.get("/graphiql/app.js").await.status, 404);
}
