//! What every answer must be, whatever was asked.

use crate::support::server::Reply;
use serde_json::Value;

/// The closed list of docs/errors.md, without what is our own fault.
const CODES: &[&str] = &[
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "NOT_FOUND",
    "BAD_USER_INPUT",
    "INVALID_DOCUMENT",
    "CONFLICT",
    "IDEMPOTENCY_MISMATCH",
    "LIMIT_REACHED",
    "COST_EXCEEDED",
    "CURSOR_EXPIRED",
];

/// Words that only the inside knows.
const INSIDE: &[&str] = &[
    "sqlx",
    "sea_orm",
    "SQLSTATE",
    "SQLITE_",
    "panicked",
    "src/",
    ".rs:",
    "async_graphql",
    "RUST_BACKTRACE",
];

/// What is wrong with this answer.
pub fn fault(reply: &Reply) -> Option<String> {
    if reply.status >= 500 {
        return Some(format!("status {}", reply.status));
    }
    let Ok(Value::Object(answer)) = serde_json::from_str(&reply.text) else {
        return Some("not a JSON object".into());
    };
    if answer.keys().any(|key| !["data", "errors", "extensions"].contains(&key.as_str())) {
        return Some("an answer has data, errors and extensions only".into());
    }
    match answer.get("errors") {
        None if answer.get("data").is_some_and(Value::is_object) => None,
        None => Some("neither data nor errors".into()),
        Some(Value::Array(errors)) if !errors.is_empty() => errors.iter().find_map(fault_of_error),
        Some(_) => Some("errors is no list with something in it".into()),
    }
}

fn fault_of_error(error: &Value) -> Option<String> {
    let Some(message) = error["message"].as_str().filter(|message| !message.is_empty()) else {
        return Some("an error without a message".into());
    };
    let code = error["extensions"]["code"].as_str().unwrap_or_default();
    if !CODES.contains(&code) {
        return Some(format!("the code is `{code}`"));
    }
    if message.chars().count() > 2_000 {
        return Some("a message that repeats what was sent".into());
    }
    INSIDE.iter().find(|word| message.contains(*word)).map(|word| format!("the message says `{word}`"))
}

/// Did all of it go well?
pub fn went_well(reply: &Reply) -> bool {
    reply.status == 200 && !reply.json().as_object().is_some_and(|answer| answer.contains_key("errors"))
}
