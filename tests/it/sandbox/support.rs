//! A running sandbox and a client to ask it with.

use leadwire::sandbox::{Provider, RunningSandbox, Sandbox, SandboxSettings};
use reqwest::{Client, Method, RequestBuilder, Response, header::HeaderMap};
use serde_json::{Value, json};

pub struct Lab {
    pub sandbox: RunningSandbox,
    http: Client,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Lab {
    pub async fn start() -> Self {
        Self::with(SandboxSettings::default()).await
    }

    #[expect(clippy::disallowed_methods, reason = "a stranger's client, not one of ours")]
    pub async fn with(settings: SandboxSettings) -> Self {
        _ = rustls::crypto::ring::default_provider().install_default();
        Self { sandbox: Sandbox::start(settings).await.unwrap(), http: Client::new() }
    }

    /// A request with the key where most providers want it.
    pub fn request(&self, method: Method, provider: Provider, path: &str, key: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.sandbox.base(provider)));
        match provider {
            _ if key.is_empty() => request,
            Provider::Crunchbase => request.header("x-cb-user-key", key),
            Provider::Clearbit | Provider::Zoominfo | Provider::Openai => request.bearer_auth(key),
            _ => request.header("x-api-key", key),
        }
    }

    pub async fn get(&self, provider: Provider, path: &str) -> Answer {
        self.get_as("sandbox", provider, path).await
    }

    pub async fn get_as(&self, key: &str, provider: Provider, path: &str) -> Answer {
        send(self.request(Method::GET, provider, path, key)).await
    }

    pub async fn post(&self, provider: Provider, path: &str, body: Value) -> Answer {
        self.post_as("sandbox", provider, path, body).await
    }

    pub async fn post_as(&self, key: &str, provider: Provider, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, provider, path, key).json(&body)).await
    }

    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.http.request(method, format!("{}/_sandbox{path}", self.sandbox.url()));
        send(body.into_iter().fold(request, |request, body| request.json(&body))).await
    }

    pub async fn calls(&self) -> Value {
        self.control(Method::GET, "/calls", None).await.json()
    }

    /// An Apollo person as paid for, found by a search for `title`.
    pub async fn somebody(&self, title: &str) -> Value {
        let path = "/api/v1/mixed_people/api_search";
        let found =
            self.post(Provider::Apollo, path, json!({"person_titles": [title], "per_page": 10})).await.json();
        let ids: Vec<_> =
            found["people"].as_array().unwrap().iter().map(|row| json!({"id": row["id"]})).collect();
        let paid =
            self.post(Provider::Apollo, "/api/v1/people/bulk_match", json!({ "details": ids })).await.json();
        let people = paid["matches"].as_array().unwrap();
        people.iter().find(|person| person["email_status"] == "verified").unwrap().clone()
    }
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response: Response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, text: response.text().await.unwrap() }
}
