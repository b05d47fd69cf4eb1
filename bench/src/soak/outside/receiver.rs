//! A receiver of webhooks as they are met outside: refuses, hangs, redirects, answers a letter at a time; and keeps a book.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use leadwire::base::{
    clock::{Clock, SystemClock},
    random::Random,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Shares of all requests.
const REFUSED: f64 = 0.30;
const HANGS: f64 = 0.10;
const REDIRECTED: f64 = 0.05;
const SLOWLY: f64 = 0.05;

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: DateTime<Utc>,
    pub path: String,
    pub id: String,
    pub timestamp: i64,
    pub signature: String,
    pub body: String,
    pub is_accepted: bool,
}

pub struct Receiver {
    pub port: u16,
    calls: Arc<Mutex<Vec<Call>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Receiver {
    pub async fn start(random: Random) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let book = calls.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (book, random) = (book.clone(), random.clone());
                tokio::spawn(async move {
                    // A sender that was killed hangs up: that is what is being tested.
                    let _ = answer(stream, &book, random.unit()).await;
                });
            }
        });
        Ok(Self { port, calls, task })
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, book: &Mutex<Vec<Call>>, luck: f64) -> Result<()> {
    let mut call = read(&mut stream).await?;
    call.is_accepted = luck >= REFUSED + HANGS + REDIRECTED + SLOWLY;
    let is_accepted = call.is_accepted;
    book.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    let line = match luck {
        _ if is_accepted => "204 No Content",
        luck if luck < REFUSED => "500 Internal Server Error",
        luck if luck < REFUSED + HANGS => {
            tokio::time::sleep(Duration::from_secs(20)).await;
            return Ok(());
        }
        luck if luck < REFUSED + HANGS + REDIRECTED => "302 Found\r\nLocation: http://127.0.0.1:9/",
        _ => return slowly(stream).await,
    };
    let answer = format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    Ok(stream.write_all(answer.as_bytes()).await?)
}

/// A good answer, that never ends.
async fn slowly(mut stream: TcpStream) -> Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").await?;
    for _ in 0..60 {
        stream.write_all(b"x").await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    Ok(())
}

async fn read(stream: &mut TcpStream) -> Result<Call> {
    let mut bytes = Vec::new();
    let end = loop {
        anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "hung up");
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let field = |name: &str| {
        let found = head
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.trim().to_owned()).with_context(|| format!("no {name}"))
    };
    let length: usize = field("content-length")?.parse()?;
    while bytes.len() < end + 4 + length {
        anyhow::ensure!(stream.read_buf(&mut bytes).await? > 0, "hung up");
    }
    Ok(Call {
        at: SystemClock.now(),
        path: head.split(' ').nth(1).unwrap_or_default().to_owned(),
        id: field("webhook-id")?,
        timestamp: field("webhook-timestamp")?.parse()?,
        signature: field("webhook-signature")?,
        body: String::from_utf8_lossy(&bytes[end + 4..]).into_owned(),
        is_accepted: false,
    })
}
