//! A client's end of a GraphQL subscription over WebSocket, which can be dropped at any moment.

use super::http::Client;
use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Signs in and subscribes.
    pub async fn open(addr: &str, client: &Client, query: &str, variables: Value) -> Result<Self> {
        let mut request = format!("ws://{addr}/graphql/ws").into_client_request()?;
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let (mut socket, _) = client_async(request, TcpStream::connect(addr).await?).await?;
        let who = json!({ "token": client.token, "agency": client.agency });
        let init = json!({ "type": "connection_init", "payload": who });
        socket.send(Message::text(init.to_string())).await?;
        let answer = socket.next().await.context("no answer")??;
        ensure!(answer.to_text()?.contains("connection_ack"), "not acknowledged: {answer}");
        let ask =
            json!({ "type": "subscribe", "id": "1", "payload": { "query": query, "variables": variables } });
        socket.send(Message::text(ask.to_string())).await?;
        Ok(Self(socket))
    }

    /// The `data` of the next message; an error where the subscription ends or says so.
    pub async fn next(&mut self) -> Result<Value> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(60), self.0.next()).await;
            let message = message.context("nothing in a minute")?.context("the socket is closed")??;
            match message {
                Message::Text(text) => {
                    let mut value: Value = serde_json::from_str(&text)?;
                    match value["type"].as_str() {
                        Some("next") if value["payload"]["errors"].is_null() => {
                            return Ok(value["payload"]["data"].take());
                        }
                        Some("ping") => {
                            self.0.send(Message::text(r#"{"type":"pong"}"#)).await?;
                        }
                        _ => bail!("the server says {text}"),
                    }
                }
                Message::Ping(_) | Message::Pong(_) => {}
                other => bail!("the server says {other}"),
            }
        }
    }
}
