//! A POST's body becomes an operation, or a refusal that says which rule of GraphQL over HTTP was broken.

use super::{Ask, Parameters};
use crate::{
    config::Server,
    graphql::guard::{Code, Refusal},
    http::answer::Refused,
};
use axum::{
    body::Body,
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use serde_json::Value;
use std::time::Duration;

/// Reads a POST, within the size and the time of the settings.
pub async fn read(headers: &HeaderMap, body: Body, server: &Server) -> Result<Ask, Refused> {
    let patience = Duration::from_millis(server.request_timeout_ms);
    let reading = read_up_to(headers, body, server.body_limit_bytes);
    tokio::time::timeout(patience, reading).await.unwrap_or_else(|_| {
        let refusal = Refusal::new(Code::LimitReached, "The request took too long to arrive.");
        Err(Refused::of(StatusCode::REQUEST_TIMEOUT, refusal))
    })
}

async fn read_up_to(headers: &HeaderMap, body: Body, limit: usize) -> Result<Ask, Refused> {
    check_content_type(headers)?;
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|_| too_large(limit))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| malformed("The body is not valid UTF-8."))?;
    parse(text)
}

/// One JSON object; a list would be a batch.
pub fn parse(text: &str) -> Result<Ask, Refused> {
    let value: Value = serde_json::from_str(text).map_err(|why| {
        malformed(format!("The body is not JSON (line {} column {}).", why.line(), why.column()))
    })?;
    if value.is_array() {
        let refused = malformed("Batches are not accepted: send one operation per request.");
        return Err(refused.hint("Several root fields fit into one operation."));
    }
    let Value::Object(_) = &value else { return Err(malformed("The body is not a JSON object.")) };
    let parameters: Parameters = serde_json::from_value(value).map_err(|_| {
        malformed("`query` and `operationName` are texts, `variables` and `extensions` are objects.")
    })?;
    parameters.ask().ok_or_else(|| malformed("The body has no `query`."))
}

/// Only what a browser's form cannot send, so that no other site can make a browser send it.
fn check_content_type(headers: &HeaderMap) -> Result<(), Refused> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut pieces = given.split(';').map(|piece| piece.trim().to_ascii_lowercase());
    let is_json = pieces.next().as_deref() == Some("application/json");
    let is_utf8 = pieces
        .filter_map(|piece| piece.strip_prefix("charset=").map(|set| set.trim_matches('"').to_owned()))
        .all(|set| set == "utf-8" || set == "utf8");
    if is_json && is_utf8 {
        return Ok(());
    }
    let refusal = Refusal::new(Code::BadUserInput, "The content type must be `application/json` (UTF-8).");
    Err(Refused::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, refusal))
}

pub(super) fn malformed(message: impl Into<String>) -> Refused {
    Refused::of(StatusCode::BAD_REQUEST, Refusal::new(Code::BadUserInput, message))
}

fn too_large(limit: usize) -> Refused {
    let message = format!("The request has more than {limit} bytes.");
    Refused::of(StatusCode::PAYLOAD_TOO_LARGE, Refusal::new(Code::LimitReached, message))
}
