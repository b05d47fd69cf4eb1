//! A socket of bare frames: what a well-behaved client never sends, and everything the server says.

use crate::support::{actor::Actor, server::TestServer};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, protocol::CloseFrame},
};

/// Whatever does not come within this time does not come.
pub const PATIENCE: Duration = Duration::from_secs(10);

pub struct TestSocket(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl TestSocket {
    /// Open, with this sub-protocol.
    pub async fn open(server: &TestServer, path: &str, protocol: Option<&str>) -> Self {
        let mut request = format!("ws://{}{path}", server.addr).into_client_request().expect("a request");
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().expect("a header"));
        }
        Self(connect_async(request).await.expect("a handshake").0)
    }

    /// Open, nothing said.
    pub async fn connect(server: &TestServer) -> Self {
        Self::open(server, "/graphql/ws", Some("graphql-transport-ws")).await
    }

    /// Acknowledged, as somebody.
    pub async fn of(server: &TestServer, actor: &Actor) -> Self {
        let mut socket = Self::connect(server).await;
        socket.init(json!({ "Authorization": actor.bearer().await })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket
    }

    pub async fn init(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload })).await;
    }

    pub async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("sent");
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }

    async fn frame(&mut self) -> Option<Message> {
        let frame = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a frame in time");
        frame.and_then(Result::ok)
    }

    /// The next message, as JSON. Pings and pongs are passed over.
    pub async fn hear(&mut self) -> Value {
        loop {
            match self.frame().await {
                Some(Message::Text(text)) => return serde_json::from_str(&text).expect("JSON"),
                Some(Message::Ping(_) | Message::Pong(_)) => {}
                other => panic!("no message but {other:?}"),
            }
        }
    }

    /// The next message, or nothing where the server closes instead.
    pub async fn next_text(&mut self) -> Option<String> {
        match self.frame().await {
            Some(Message::Text(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    /// The next frame is a ping.
    pub async fn is_pinged(&mut self) -> bool {
        matches!(self.frame().await, Some(Message::Ping(_)))
    }

    /// Waits until the server closes: the code and the reason.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.frame().await {
                Some(Message::Close(Some(CloseFrame { code, reason }))) => {
                    return (code.into(), reason.to_string());
                }
                Some(Message::Close(None)) | None => panic!("closed without a word"),
                Some(_) => {}
            }
        }
    }

    /// Nothing is waiting to be read: proven by a ping whose pong comes first.
    pub async fn is_silent(&mut self) -> bool {
        self.say(json!({ "type": "ping" })).await;
        self.hear().await["type"] == "pong"
    }
}
