//! How Hunter refuses: always a list of errors; 403 means "too fast", not "not allowed".

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

/// Hunter's ways.
pub struct Hunter;

impl Manners for Hunter {
    fn provider(&self) -> Provider {
        Provider::Hunter
    }

    fn key(&self, headers: &HeaderMap, uri: &Uri) -> Option<String> {
        header(headers, "x-api-key").or_else(|| bearer(headers)).or_else(|| param(uri, "api_key"))
    }

    fn is_open(&self, path: &str) -> bool {
        path == "/v2/email-count"
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey | Refusal::BadKey => {
                error(401, "authentication_failed", "No user found for the API key supplied")
            }
            Refusal::NoPlan => error(403, "restricted_access", "Your plan does not include this feature."),
            Refusal::OutOfCredits => {
                error(429, "usage_exceeded", "You've exceeded the number of requests of your current plan.")
            }
            Refusal::Limited { retry_after_s: None, .. } => {
                error(403, "too_many_requests", "You have reached the rate limit. Please slow down.")
            }
            Refusal::Limited { retry_after_s, .. } => retry_after(
                error(429, "too_many_requests", "You've exceeded the limit per minute."),
                retry_after_s,
            ),
            Refusal::Failed => error(500, "internal_error", "Something went wrong on Hunter's end."),
            Refusal::Unavailable => {
                typed(503, "text/html", "<html><body>Service unavailable</body></html>".to_owned())
            }
            Refusal::TimedOut => {
                typed(504, "text/html", "<html><body>Gateway time-out</body></html>".to_owned())
            }
            Refusal::ErrorAs200 => error(200, "internal_error", "Something went wrong on Hunter's end."),
            Refusal::NoSuchRoute => error(404, "not_found", "There is no such resource."),
        }
    }
}

/// Hunter's one error shape.
pub fn error(code: u16, id: &str, details: &str) -> Response {
    let shown = if code == 200 { 500 } else { code };
    answer(code, &json!({"errors": [{"id": id, "code": shown, "details": details}]}))
}

/// The person asked not to be processed: never to be asked for again.
pub fn claimed() -> Response {
    let text = "The person owning the email address asked us not to process their personal data.";
    error(451, "claimed_email", text)
}
