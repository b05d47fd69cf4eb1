//! How Crunchbase refuses: a list for what concerns the key, `{value}` for the rest; no headers about limits.

use crate::sandbox::{
    gate::{Manners, Refusal},
    settings::Provider,
    wire::{answer, header, param, typed},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::json;

/// Crunchbase's ways.
pub struct Crunchbase;

impl Manners for Crunchbase {
    fn provider(&self) -> Provider {
        Provider::Crunchbase
    }

    fn key(&self, headers: &HeaderMap, uri: &Uri) -> Option<String> {
        header(headers, "x-cb-user-key").or_else(|| param(uri, "user_key"))
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey | Refusal::BadKey => key_error(401, "LA401", "Unauthorized user_key"),
            Refusal::NoPlan => key_error(403, "LA403", "Your package does not include this collection"),
            Refusal::OutOfCredits => key_error(403, "LA403", "Your package has ended"),
            Refusal::Limited { .. } => text_error(429, "Usage limits exceeded"),
            Refusal::Failed => text_error(500, "Internal server error"),
            Refusal::Unavailable => {
                typed(503, "text/html", "<html><body>503 Service Unavailable</body></html>".into())
            }
            Refusal::TimedOut => {
                typed(504, "text/html", "<html><body>504 Gateway Timeout</body></html>".into())
            }
            Refusal::ErrorAs200 => key_error(200, "LA500", "Temporarily unavailable"),
            Refusal::NoSuchRoute => text_error(404, "Not found"),
        }
    }
}

fn key_error(status: u16, code: &str, message: &str) -> Response {
    let shown = if status == 200 { 500 } else { status };
    answer(status, &json!([{"status": shown, "code": code, "message": message}]))
}

/// The error shape of the documentation.
pub fn text_error(status: u16, text: &str) -> Response {
    answer(status, &json!({ "value": text }))
}
