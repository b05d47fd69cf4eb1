//! How ZoomInfo refuses: one shape for what its gateway says, another for what the data service says.

use super::token;
use crate::sandbox::{
    gate::{Manners, Refusal, Window},
    settings::Provider,
    wire::{basic_user, bearer, retry_after, set_header, typed},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::{Value, json};

/// ZoomInfo's ways.
pub struct Zoominfo;

const TOKEN: &str = "/oauth2/default/v1/token";

impl Manners for Zoominfo {
    fn provider(&self) -> Provider {
        Provider::Zoominfo
    }

    /// The client behind the token, so that an account stays one however many tokens it fetches.
    fn key(&self, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        bearer(headers).map(|token| token::client_of(&token)).or_else(|| basic_user(headers))
    }

    fn is_open(&self, path: &str) -> bool {
        path == TOKEN
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey | Refusal::BadKey => gateway(401, "ZI0001", "Invalid or expired access token."),
            Refusal::NoPlan => gateway(403, "ZI0003", "Your subscription does not include this resource."),
            Refusal::OutOfCredits => invalid("PFAPI0011", "Credit limit has been reached."),
            Refusal::Limited { retry_after_s, .. } => {
                let mut response = retry_after(gateway(429, "ZI0004", "Rate limit exceeded."), retry_after_s);
                if let Some(seconds) = retry_after_s {
                    set_header(response.headers_mut(), "x-ratelimit-rejected-bucket", "second");
                    set_header(response.headers_mut(), "x-ratelimit-reset", &seconds.to_string());
                }
                response
            }
            Refusal::Failed => service(500, "PFAPI0007", "Internal server error."),
            Refusal::Unavailable => gateway(503, "ZI0005", "Service unavailable."),
            Refusal::TimedOut => service(504, "PFAPI0010", "The request timed out."),
            Refusal::ErrorAs200 => document(
                200,
                &json!({"errors": [
                    {"id": "1", "code": "PFAPI0007", "title": "Internal server error", "status": "500"}
                ]}),
            ),
            Refusal::NoSuchRoute => gateway(404, "ZI0006", "Resource not found."),
        }
    }

    /// Remaining -1: ZoomInfo does not know.
    fn tell_window(&self, window: &Window, path: &str, headers: &mut HeaderMap) {
        if path == TOKEN {
            return;
        }
        set_header(headers, "x-ratelimit-limit-second", "25");
        set_header(headers, "x-ratelimit-remaining-second", "-1");
        set_header(headers, "x-ratelimit-limit-hour", "54000");
        set_header(
            headers,
            "x-ratelimit-remaining-hour",
            &54_000_u32.saturating_sub(window.used).to_string(),
        );
        set_header(headers, "x-ratelimit-limit-day", "648000");
        set_header(
            headers,
            "x-ratelimit-remaining-day",
            &648_000_u32.saturating_sub(window.used).to_string(),
        );
    }
}

/// A JSON:API document.
pub fn document(status: u16, body: &Value) -> Response {
    typed(status, "application/vnd.api+json", body.to_string())
}

/// 400 in the data service's words.
pub fn invalid(code: &str, detail: &str) -> Response {
    service(400, code, detail)
}

fn service(status: u16, code: &str, detail: &str) -> Response {
    document(
        status,
        &json!({
            "errors": [{"id": "1", "code": code, "title": "Request failed", "detail": detail, "status": status.to_string()}],
            "title": "Request failed", "detail": detail,
        }),
    )
}

fn gateway(status: u16, code: &str, message: &str) -> Response {
    let is_retryable = status == 429 || status >= 500;
    document(
        status,
        &json!({"error": {
            "code": code, "message": message, "status": status, "requestId": "sandbox", "retryable": is_retryable,
        }}),
    )
}
