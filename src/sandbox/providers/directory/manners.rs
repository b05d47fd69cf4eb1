//! How the directory refuses: a message. A key is welcome, not needed.

use crate::sandbox::{
    gate::{Manners, Refusal},
    settings::Provider,
    wire::{answer, bearer, header, param, retry_after, typed},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::json;

/// The directory's ways.
pub struct Directory;

impl Manners for Directory {
    fn provider(&self) -> Provider {
        Provider::Directory
    }

    fn key(&self, headers: &HeaderMap, uri: &Uri) -> Option<String> {
        let given = bearer(headers).or_else(|| header(headers, "x-api-key")).or_else(|| param(uri, "key"));
        Some(given.unwrap_or_else(|| "anonymous".to_owned()))
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey | Refusal::BadKey => message(401, "Unknown key."),
            Refusal::NoPlan => message(403, "This key may not search."),
            Refusal::OutOfCredits => message(402, "Payment required."),
            Refusal::Limited { retry_after_s, .. } => retry_after(message(429, "Slow down."), retry_after_s),
            Refusal::Failed => typed(500, "text/plain", "Internal Server Error".to_owned()),
            Refusal::Unavailable => typed(503, "text/html", "<h1>Back soon</h1>".to_owned()),
            Refusal::TimedOut => message(504, "The database took too long."),
            Refusal::ErrorAs200 => message(200, "The database is being maintained."),
            Refusal::NoSuchRoute => message(404, "Not found."),
        }
    }
}

/// The directory's one error shape.
pub fn message(status: u16, text: &str) -> Response {
    answer(status, &json!({ "message": text }))
}
