//! The socket itself: reading texts, sending with an end to patience, closing so that the client learns why.

use super::close::Close;
use crate::http::ops::metrics;
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use std::time::Duration;

/// How long a client may take to answer our close frame.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a session is over.
#[derive(Debug, PartialEq)]
pub enum End {
    /// The client went away, or cannot be reached.
    Gone,
    Close(Close),
}

impl From<Close> for End {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

/// A client's next word.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Text(String),
    /// A ping, a pong: it is there.
    Alive,
}

/// The next message of the client.
pub async fn hear(socket: &mut WebSocket) -> Result<Heard, End> {
    match socket.recv().await {
        Some(Ok(Message::Text(text))) => Ok(Heard::Text(text.as_str().to_owned())),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(Heard::Alive),
        Some(Ok(Message::Binary(_))) => Err(Close::not_text().into()),
        Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        Some(Err(error)) => Err(broken(&error.to_string())),
    }
}

/// What the library cannot read is either the client's mistake or a lost connection; it tells them apart by text only.
fn broken(error: &str) -> End {
    if error.contains("too long") || error.contains("too large") {
        return Close::too_large().into();
    }
    if error.contains("UTF-8") {
        return Close::not_text().into();
    }
    End::Gone
}

pub async fn feed(socket: &mut WebSocket, text: String) -> Result<(), End> {
    socket.feed(Message::Text(text.into())).await.map_err(|_| End::Gone)
}

pub async fn flush(socket: &mut WebSocket) -> Result<(), End> {
    socket.flush().await.map_err(|_| End::Gone)
}

pub async fn say(socket: &mut WebSocket, text: &'static str) -> Result<(), End> {
    socket.send(Message::Text(text.into())).await.map_err(|_| End::Gone)
}

pub async fn ping(socket: &mut WebSocket) -> Result<(), End> {
    socket.send(Message::Ping(Bytes::new())).await.map_err(|_| End::Gone)
}

/// Sends the close frame and reads until the client has answered it: a socket dropped with words unread is reset, and the
/// client would never see the frame.
pub async fn close(mut socket: WebSocket, close: Close) {
    metrics::closed(close.code);
    let farewell = async {
        if socket.send(Message::Close(Some(close.frame()))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    let _ = tokio::time::timeout(FAREWELL, farewell).await;
}
