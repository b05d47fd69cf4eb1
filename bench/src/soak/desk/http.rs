//! One request on one connection: as little as possible, and everything that goes wrong is an error with its reason.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const PATIENCE: Duration = Duration::from_secs(40);
/// Stands between the parts of a form, and in none of them.
const BOUNDARY: &str = "leadwire-bench-b8f1c6";

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The code of the first error; empty where there is none.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Somebody who asks GraphQL questions.
#[derive(Clone, Debug)]
pub struct Client {
    pub token: String,
    pub agency: String,
}

impl Client {
    pub async fn ask(&self, addr: &str, query: &str, variables: Value, key: Option<&str>) -> Result<Reply> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n")).unwrap_or_default();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {addr}\r\nAuthorization: Bearer {}\r\nX-Agency: {}\r\n{key}\
             Content-Type: application/json\r\nAccept: application/graphql-response+json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.token,
            self.agency,
            body.len()
        );
        exchange(addr, (head + &body).as_bytes()).await
    }

    /// A mutation with a file inside, which its variable `file` stands for (GraphQL multipart request).
    pub async fn send(&self, addr: &str, query: &str, (name, file): (&str, &[u8])) -> Result<Reply> {
        let operations = json!({ "query": query, "variables": { "file": null } });
        let map = json!({ "0": ["variables.file"] });
        let part = |name: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"");
        let begin = format!(
            "{}\r\n\r\n{operations}\r\n{}\r\n\r\n{map}\r\n{}; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n",
            part("operations"),
            part("map"),
            part("0")
        );
        let end = format!("\r\n--{BOUNDARY}--\r\n");
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {addr}\r\nAuthorization: Bearer {}\r\nX-Agency: {}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
             Accept: application/graphql-response+json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.token,
            self.agency,
            begin.len() + file.len() + end.len()
        );
        exchange(addr, &[head.as_bytes(), begin.as_bytes(), file, end.as_bytes()].concat()).await
    }
}

pub async fn get(addr: &str, path: &str) -> Result<Reply> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n");
    exchange(addr, request.as_bytes()).await
}

/// May it be sent requests?
pub async fn is_ready(addr: &str) -> bool {
    get(addr, "/health/ready").await.is_ok_and(|reply| reply.status == 200)
}

async fn exchange(addr: &str, request: &[u8]) -> Result<Reply> {
    tokio::time::timeout(PATIENCE, exchanged(addr, request)).await.context("no answer in time")?
}

async fn exchanged(addr: &str, request: &[u8]) -> Result<Reply> {
    let mut stream = TcpStream::connect(addr).await.context("connecting")?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").context("no whole answer")?;
    let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).context("no status")?;
    let lower = head.to_ascii_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    if let Some(length) = length.and_then(|text| text.trim().parse::<usize>().ok()) {
        ensure!(body.len() == length, "an answer cut short");
    }
    Ok(Reply { status, body: body.to_owned() })
}
