//! What is said on a socket, both ways.

use super::close::Close;
use crate::http::ask::{Ask, Parameters};
use serde_json::{Map, Value};

/// Longer ids are nobody's.
const LONGEST_ID: usize = 128;

/// From the client.
#[derive(Debug, PartialEq)]
pub enum Said {
    Init(Option<Map<String, Value>>),
    Ping,
    Pong,
    Subscribe(String, Box<Ask>),
    Complete(String),
}

/// Reads a message, or says why the socket has to be closed.
pub fn read(text: &str) -> Result<Said, Close> {
    let Ok(Value::Object(mut message)) = serde_json::from_str::<Value>(text) else {
        return Err(Close::invalid("Message is not a JSON object"));
    };
    let payload = message.remove("payload").filter(|payload| !payload.is_null());
    match message.get("type").and_then(Value::as_str) {
        Some("connection_init") => Ok(Said::Init(object(payload)?)),
        Some("ping") => object(payload).map(|_| Said::Ping),
        Some("pong") => object(payload).map(|_| Said::Pong),
        Some("complete") => Ok(Said::Complete(id(&message)?)),
        Some("subscribe") => {
            let id = id(&message)?;
            let parameters = payload.and_then(|payload| serde_json::from_value::<Parameters>(payload).ok());
            let ask = parameters.and_then(Parameters::ask);
            let ask =
                ask.ok_or_else(|| Close::invalid("The payload of subscribe has no query, or is malformed"))?;
            Ok(Said::Subscribe(id, Box::new(ask)))
        }
        Some(other) => Err(Close::invalid(format!("Unknown message type {other}"))),
        None => Err(Close::invalid("Message has no type")),
    }
}

fn object(payload: Option<Value>) -> Result<Option<Map<String, Value>>, Close> {
    match payload {
        None => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(Close::invalid("The payload is not an object")),
    }
}

fn id(message: &Map<String, Value>) -> Result<String, Close> {
    match message.get("id").and_then(Value::as_str) {
        Some(id) if (1..=LONGEST_ID).contains(&id.len()) => Ok(id.to_owned()),
        _ => Err(Close::invalid("Message has no id, or one too long")),
    }
}

/// To the client.
pub const ACK: &str = r#"{"type":"connection_ack"}"#;
pub const PONG: &str = r#"{"type":"pong"}"#;

/// `{"id":"…","type":`: what every message of one operation begins with.
#[must_use]
pub fn head(id: &str) -> String {
    format!("{{\"id\":{},\"type\":", Value::from(id))
}

#[must_use]
pub fn next(head: &str, payload: &str) -> String {
    let mut text = String::with_capacity(head.len() + payload.len() + 20);
    for part in [head, "\"next\",\"payload\":", payload, "}"] {
        text.push_str(part);
    }
    text
}

#[must_use]
pub fn error(head: &str, errors: &str) -> String {
    format!("{head}\"error\",\"payload\":{errors}}}")
}

#[must_use]
pub fn complete(head: &str) -> String {
    format!("{head}\"complete\"}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn messages_are_read_as_the_protocol_has_them() {
        let read = |value: Value| read(&value.to_string());
        assert_eq!(read(json!({ "type": "connection_init", "payload": null })), Ok(Said::Init(None)));
        assert_eq!(read(json!({ "type": "ping", "payload": {} })), Ok(Said::Ping));
        assert_eq!(read(json!({ "type": "complete", "id": "1" })), Ok(Said::Complete("1".into())));
        for bad in [
            json!([]),
            json!({}),
            json!({ "type": "start", "id": "1" }),
            json!({ "type": "complete" }),
            json!({ "type": "subscribe", "id": "1" }),
            json!({ "type": "subscribe", "id": "", "payload": { "query": "{a}" } }),
            json!({ "type": "subscribe", "id": "1", "payload": { "query": 1 } }),
            json!({ "type": "connection_init", "payload": [] }),
        ] {
            assert_eq!(read(bad.clone()).unwrap_err().code, 4400, "{bad}");
        }
    }

    #[test]
    fn an_id_is_written_as_json_whatever_is_in_it() {
        let head = head("a\"\n\u{1}");
        for text in [next(&head, "{\"data\":null}"), error(&head, "[]"), complete(&head)] {
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["id"], "a\"\n\u{1}");
        }
    }
}
