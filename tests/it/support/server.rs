//! A Leadwire that listens on a free port, and a client that speaks plain HTTP to it.

use crate::support::{actor::Actor, app::TestApp};
use leadwire::{config::Config, http};
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// A [`TestApp`] behind its doors. Dropped, it stops listening.
pub struct TestServer {
    pub test: TestApp,
    pub addr: SocketAddr,
    pub client: Client,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub async fn with(config: Config) -> Self {
        Self::of(TestApp::with(config).await).await
    }

    pub async fn of(test: TestApp) -> Self {
        let front = http::router(test.app.clone(), test.schema.clone()).expect("usable settings");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let addr = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(http::serve(
            listener,
            front,
            Box::pin(async {
                let _ = stopped.await;
            }),
        ));
        Self { test, addr, client: client(), stop: Some(stop), serving }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// `POST /graphql` with this JSON, the way most clients do it.
    pub async fn post(&self, body: Value) -> Reply {
        let accept = "application/graphql-response+json";
        Reply::of(self.request(Method::POST, "/graphql").header("accept", accept).json(&body)).await
    }

    /// The same, signed in.
    pub async fn post_as(&self, actor: &Actor, body: Value) -> Reply {
        let request = self.request(Method::POST, "/graphql").header("authorization", actor.bearer().await);
        Reply::of(request.header("accept", "application/graphql-response+json").json(&body)).await
    }

    /// One operation without variables.
    pub async fn ask(&self, query: &str) -> Reply {
        self.post(json!({ "query": query })).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request(Method::GET, path)).await
    }

    /// Tells the server to stop, without waiting.
    pub fn tell_to_stop(&mut self) {
        self.stop.take();
    }

    /// Stops, and waits for what runs.
    pub async fn stop(mut self) {
        self.tell_to_stop();
        self.serving.await.expect("serving").expect("served");
    }
}

#[expect(clippy::disallowed_methods, reason = "the test is the client here")]
fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().expect("a client")
}

impl Reply {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.expect("text") }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The code of the first error; empty without one.
    pub fn code(&self) -> String {
        self.error()["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn error(&self) -> Value {
        self.json()["errors"][0].clone()
    }
}
