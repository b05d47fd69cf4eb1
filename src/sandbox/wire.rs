//! Reading requests and writing answers: headers, queries and JSON that may be anything.

use axum::{
    body::Bytes,
    http::{
        HeaderMap, StatusCode, Uri,
        header::{AUTHORIZATION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value};

/// JSON under a status.
#[must_use]
pub fn answer(status: u16, body: &Value) -> Response {
    typed(status, "application/json; charset=utf-8", body.to_string())
}

/// Text of any media type under a status.
#[must_use]
pub fn typed(status: u16, media_type: &'static str, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, media_type)], body).into_response()
}

/// Adds or replaces a header; a value that cannot be one is left out.
pub fn set_header(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

/// The response, asking to come back after a while where a while is given.
#[must_use]
pub fn retry_after(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        set_header(response.headers_mut(), "retry-after", &seconds.to_string());
    }
    response
}

/// A header's value, trimmed; blank is absent.
#[must_use]
pub fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The token of `Authorization: Bearer`.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<String> {
    credentials(headers, "bearer")
}

/// The user name of `Authorization: Basic`.
#[must_use]
pub fn basic_user(headers: &HeaderMap) -> Option<String> {
    let pair = BASE64_STANDARD.decode(credentials(headers, "basic")?).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let user = pair.split(':').next().unwrap_or_default().to_owned();
    (!user.is_empty()).then_some(user)
}

fn credentials(headers: &HeaderMap, scheme: &str) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (found, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    (found.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then(|| rest.to_owned())
}

/// The query's pairs, decoded, in order.
#[must_use]
pub fn query(uri: &Uri) -> Vec<(String, String)> {
    url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The first non-blank value of a query parameter.
#[must_use]
pub fn param(uri: &Uri, name: &str) -> Option<String> {
    query(uri)
        .into_iter()
        .find(|(key, value)| key == name && !value.trim().is_empty())
        .map(|(_, value)| value)
}

/// A query parameter as a number; `fallback` when absent or not one.
#[must_use]
pub fn param_number(uri: &Uri, name: &str, fallback: usize) -> usize {
    param(uri, name).and_then(|value| value.parse().ok()).unwrap_or(fallback)
}

/// The body as a JSON object; nothing at all is an empty one. `None` for everything else.
#[must_use]
pub fn object(body: &Bytes) -> Option<Map<String, Value>> {
    if body.is_empty() {
        return Some(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// A text field, trimmed; blank is absent. Numbers count as their digits.
#[must_use]
pub fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let value = match fields.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!value.is_empty()).then_some(value)
}

/// A list of texts; one text alone counts as a list.
#[must_use]
pub fn texts(fields: &Map<String, Value>, name: &str) -> Vec<String> {
    match fields.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(as_text).collect(),
        Some(single) => as_text(single).into_iter().collect(),
        None => Vec::new(),
    }
}

/// A whole number, also when it comes as text.
#[must_use]
pub fn number(fields: &Map<String, Value>, name: &str) -> Option<u64> {
    let value = fields.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn as_text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The part of `items` that makes up a page, counted from 1.
#[must_use]
pub fn page_of<T>(items: &[T], page: usize, size: usize) -> &[T] {
    let start = page.saturating_sub(1).saturating_mul(size).min(items.len());
    &items[start..items.len().min(start + size)]
}
