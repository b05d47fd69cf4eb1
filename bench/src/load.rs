//! Asks one question over and over on a few connections that stay open. As little as possible between us and the server:
//! the machine's cores are shared with it.

use anyhow::{Context, Result, bail, ensure};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const CONNECTIONS: usize = 16;

/// A question, ready to be sent.
#[derive(Clone)]
pub struct Question {
    pub addr: SocketAddr,
    bytes: Vec<u8>,
}

impl Question {
    /// From somebody who is signed in.
    pub fn new(addr: &str, path: &str, token: &str, query: &str) -> Result<Self> {
        Self::with(addr, path, &format!("Authorization: Bearer {token}\r\n"), query)
    }

    /// From anybody.
    pub fn public(addr: &str, query: &str) -> Result<Self> {
        Self::with(addr, "/graphql", "", query)
    }

    fn with(addr: &str, path: &str, header: &str, query: &str) -> Result<Self> {
        let addr = addr.parse().with_context(|| addr.to_owned())?;
        let body = serde_json::json!({ "query": query }).to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {addr}\r\n{header}Content-Type: application/json\r\n\
             Accept: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Ok(Self { addr, bytes: (head + &body).into_bytes() })
    }

    /// The answer's body.
    pub async fn ask(&self) -> Result<serde_json::Value> {
        let mut stream = TcpStream::connect(self.addr).await?;
        let mut buffer = Vec::new();
        let body = exchange(&mut stream, &self.bytes, &mut buffer).await?;
        Ok(serde_json::from_slice(&buffer[body..])?)
    }

    /// How often it was answered in `time`.
    pub async fn repeat(&self, time: Duration) -> Result<usize> {
        let mut all = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let this = self.clone();
            all.spawn(async move { this.repeat_one(time).await });
        }
        all.join_all().await.into_iter().sum()
    }

    async fn repeat_one(&self, time: Duration) -> Result<usize> {
        let mut stream = TcpStream::connect(self.addr).await?;
        stream.set_nodelay(true)?;
        let (mut count, mut buffer, start) = (0, Vec::with_capacity(32 * 1_024), Instant::now());
        while start.elapsed() < time {
            exchange(&mut stream, &self.bytes, &mut buffer).await?;
            count += 1;
        }
        Ok(count)
    }
}

/// Sends and reads one answer; where its body begins. Anything but a plain 200 is an error.
async fn exchange(stream: &mut TcpStream, bytes: &[u8], buffer: &mut Vec<u8>) -> Result<usize> {
    stream.write_all(bytes).await?;
    buffer.clear();
    loop {
        ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&buffer[..end])?.to_ascii_lowercase();
        ensure!(head.starts_with("http/1.1 200"), "not 200: {}", String::from_utf8_lossy(buffer));
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let Some(length) = length else { bail!("an answer without a length") };
        let whole = end + 4 + length.trim().parse::<usize>()?;
        while buffer.len() < whole {
            ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        }
        return Ok(end + 4);
    }
}
