//! Opaque cursors: the question and where to go on.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// A cursor to row `start` of the answer to `question`.
pub fn write(question: &Value, start: usize) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json!([question, start]).to_string())
}

/// Reads [`write`]; `None` for anything else.
pub fn read(cursor: &str) -> Option<(Value, usize)> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
    serde_json::from_slice(&bytes).ok()
}
