//! How Clearbit refuses: a typed error; limits are told in headers, never by Retry-After.

use crate::sandbox::{
    gate::{Manners, Refusal, Window},
    settings::Provider,
    wire::{answer, basic_user, bearer, set_header, typed},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::json;

/// Clearbit's ways.
pub struct Clearbit;

impl Manners for Clearbit {
    fn provider(&self) -> Provider {
        Provider::Clearbit
    }

    fn key(&self, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        bearer(headers).or_else(|| basic_user(headers))
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey => error(401, "auth_required", "Authentication required."),
            Refusal::BadKey => error(401, "invalid_api_key", "Invalid API key provided."),
            Refusal::NoPlan => error(403, "forbidden", "Your plan does not include this API."),
            Refusal::OutOfCredits => error(402, "over_quota", "You have used up your quota."),
            Refusal::Limited { .. } => error(429, "rate_limit", "Too many requests."),
            Refusal::Failed => error(500, "server_error", "Something went wrong."),
            Refusal::Unavailable => typed(503, "text/plain", "Service Unavailable".to_owned()),
            Refusal::TimedOut => typed(504, "text/plain", "Gateway Timeout".to_owned()),
            Refusal::ErrorAs200 => error(202, "queued", "Your request has been queued."),
            Refusal::NoSuchRoute => error(404, "unknown_route", "Unknown route."),
        }
    }

    fn tell_window(&self, window: &Window, _path: &str, headers: &mut HeaderMap) {
        let limit = if window.limit == 0 { 600 } else { window.limit };
        set_header(headers, "x-api-version", "2019-12-19");
        set_header(headers, "x-ratelimit-limit", &limit.to_string());
        set_header(headers, "x-ratelimit-remaining", &limit.saturating_sub(window.used).to_string());
        set_header(headers, "x-ratelimit-reset", &window.ends_at_s.to_string());
    }
}

/// Clearbit's one error shape.
pub fn error(status: u16, kind: &str, message: &str) -> Response {
    answer(status, &json!({"error": {"type": kind, "message": message}}))
}
