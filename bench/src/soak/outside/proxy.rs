//! The smallest reverse proxy: sends each request to a server that says it is ready, tries the other when it cannot connect,
//! repeats nothing that was sent, and counts what went wrong.

use crate::soak::desk::{http, pause};
use anyhow::{Context, Result, ensure};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// How often servers are asked whether they are ready.
const LOOK_EVERY_MS: u64 = 100;

/// One server behind it.
struct Behind {
    addr: Mutex<String>,
    is_ready: AtomicBool,
}

#[derive(Clone)]
pub struct Proxy {
    pub addr: String,
    behind: Arc<[Behind]>,
    pub failed: Arc<AtomicUsize>,
}

impl Proxy {
    pub async fn start(addrs: &[String]) -> Result<Self> {
        let behind = addrs
            .iter()
            .map(|addr| Behind { addr: Mutex::new(addr.clone()), is_ready: AtomicBool::new(true) });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let this = Self {
            addr: listener.local_addr()?.to_string(),
            behind: behind.collect(),
            failed: Arc::default(),
        };
        for at in 0..this.behind.len() {
            tokio::spawn(this.clone().look(at));
        }
        let of_task = this.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(of_task.clone().pass(stream));
            }
        });
        Ok(this)
    }

    /// There is another server in this place now.
    pub fn move_to(&self, at: usize, addr: &str) {
        addr.clone_into(&mut self.behind[at].addr.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn addr_of(&self, at: usize) -> String {
        self.behind[at].addr.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn look(self, at: usize) {
        loop {
            let is_ready = http::is_ready(&self.addr_of(at)).await;
            self.behind[at].is_ready.store(is_ready, Ordering::Relaxed);
            pause(LOOK_EVERY_MS).await;
        }
    }

    async fn pass(self, mut client: TcpStream) {
        let answer = match self.passed(&mut client).await {
            Ok(answer) => answer,
            Err(error) => {
                self.failed.fetch_add(1, Ordering::Relaxed);
                eprintln!("  the proxy: {error:#}");
                b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec()
            }
        };
        // A client that hung up meanwhile is not the server's fault.
        let _ = client.write_all(&answer).await;
    }

    async fn passed(&self, client: &mut TcpStream) -> Result<Vec<u8>> {
        let request = read(client).await?;
        let mut order: Vec<usize> = (0..self.behind.len()).collect();
        order.sort_by_key(|&at| !self.behind[at].is_ready.load(Ordering::Relaxed));
        for at in order {
            if let Ok(mut server) = TcpStream::connect(self.addr_of(at)).await {
                server.write_all(&request).await.context("sending")?;
                let mut answer = Vec::new();
                server.read_to_end(&mut answer).await.context("reading the answer")?;
                ensure!(!answer.is_empty(), "hung up without an answer");
                return Ok(answer);
            }
        }
        anyhow::bail!("no server takes a connection")
    }
}

/// A whole request: its head, and as much body as it announces.
async fn read(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the client hung up");
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        if bytes.len() >= end + 4 + length {
            return Ok(bytes);
        }
    }
}
