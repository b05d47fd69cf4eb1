//! The address to listen on: free, ours already, or somebody else's?

use super::finding::Finding;
use crate::config::Server;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// A server that is there answers sooner.
const PATIENCE: Duration = Duration::from_secs(2);

pub async fn look(server: &Server) -> Vec<Finding> {
    let addr = server.addr;
    let mut found = vec![match TcpListener::bind(addr).await {
        Ok(_) => Finding::fine("port", format!("{addr} is free")),
        Err(_) if is_leadwire(addr).await => Finding::fine("port", format!("a Leadwire listens on {addr}")),
        Err(error) => Finding::problem(
            "port",
            format!("cannot listen on {addr}: {error}"),
            "end what is there, or choose another with server.addr or --addr",
        ),
    }];
    if !addr.ip().is_loopback() && !server.public_url.starts_with("https://") {
        found.push(Finding::warning(
            "port",
            format!("{addr} is open to the network, and server.public_url is no https:// address"),
            "put TLS in front of it (docs/deploy.md) and set server.public_url",
        ));
    }
    found
}

/// Does what listens there speak like one of us?
async fn is_leadwire(addr: SocketAddr) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(addr).await.ok()?;
        let text = format!("GET /health/ready HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n");
        stream.write_all(text.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.take(16 * 1024).read_to_end(&mut answer).await.ok()?;
        String::from_utf8(answer).ok()
    };
    matches!(timeout(PATIENCE, ask).await, Ok(Some(answer)) if answer.contains("\"migrations\""))
}
