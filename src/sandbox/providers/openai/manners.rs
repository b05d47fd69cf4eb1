//! How OpenAI refuses: an error with type and code; no quota left is a 429 that is not worth repeating.

use crate::sandbox::{
    gate::{Manners, Refusal, Window},
    settings::Provider,
    wire::{answer, bearer, retry_after, set_header},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::{Value, json};

/// OpenAI's ways.
pub struct Openai;

impl Manners for Openai {
    fn provider(&self) -> Provider {
        Provider::Openai
    }

    fn key(&self, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        bearer(headers)
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey => {
                error(401, "invalid_request_error", "You didn't provide an API key.", &Value::Null)
            }
            Refusal::BadKey => {
                error(401, "invalid_request_error", "Incorrect API key provided.", &json!("invalid_api_key"))
            }
            Refusal::NoPlan => {
                let text = "Country, region, or territory not supported";
                error(403, "request_forbidden", text, &json!("unsupported_country_region_territory"))
            }
            Refusal::OutOfCredits => {
                let text = "You exceeded your current quota, please check your plan and billing details.";
                error(429, "insufficient_quota", text, &json!("insufficient_quota"))
            }
            Refusal::Limited { retry_after_s, .. } => {
                let text = "Rate limit reached for requests.";
                let mut response =
                    retry_after(error(429, "requests", text, &json!("rate_limit_exceeded")), retry_after_s);
                if retry_after_s == Some(1) {
                    set_header(response.headers_mut(), "retry-after-ms", "400");
                }
                response
            }
            Refusal::Failed => error(500, "server_error", "The server had an error.", &Value::Null),
            // What llama.cpp says while it starts: the code is a number.
            Refusal::Unavailable => error(503, "unavailable_error", "Loading model", &json!(503)),
            Refusal::TimedOut => error(504, "server_error", "The request timed out.", &Value::Null),
            Refusal::ErrorAs200 => error(200, "server_error", "The server is overloaded.", &Value::Null),
            Refusal::NoSuchRoute => error(404, "invalid_request_error", "Invalid URL", &Value::Null),
        }
    }

    fn tell_window(&self, window: &Window, _path: &str, headers: &mut HeaderMap) {
        let limit = if window.limit == 0 { 500 } else { window.limit };
        set_header(headers, "x-request-id", &format!("req_sandbox{}", window.used));
        set_header(headers, "openai-processing-ms", "12");
        set_header(headers, "x-ratelimit-limit-requests", &limit.to_string());
        set_header(headers, "x-ratelimit-remaining-requests", &limit.saturating_sub(window.used).to_string());
        set_header(headers, "x-ratelimit-reset-requests", &format!("{}s", window.ends_in_s));
    }
}

/// OpenAI's one error shape; `code` is a text, a number or nothing.
pub fn error(status: u16, kind: &str, message: &str, code: &Value) -> Response {
    answer(status, &json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
}
