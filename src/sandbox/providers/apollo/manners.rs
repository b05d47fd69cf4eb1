//! How Apollo refuses: text for a bad key, JSON otherwise, sometimes JSON inside JSON.

use crate::sandbox::{
    gate::{Manners, Refusal, Window},
    settings::Provider,
    wire::{answer, bearer, header, retry_after, set_header, typed},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::{Value, json};

/// Apollo's ways.
pub struct Apollo;

impl Manners for Apollo {
    fn provider(&self) -> Provider {
        Provider::Apollo
    }

    fn key(&self, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        header(headers, "x-api-key").or_else(|| bearer(headers))
    }

    /// Health answers 200 whatever the key; the body tells.
    fn is_open(&self, path: &str) -> bool {
        path.ends_with("/auth/health")
    }

    fn refuse(&self, refusal: Refusal, path: &str) -> Response {
        match refusal {
            Refusal::NoKey => {
                typed(401, "text/plain; charset=utf-8", "Invalid access credentials.".to_owned())
            }
            Refusal::BadKey => {
                let text = "Invalid API key. Please check that you are using the correct API key.";
                typed(401, "text/plain; charset=utf-8", text.to_owned())
            }
            Refusal::NoPlan => answer(403, &no_plan(path)),
            Refusal::OutOfCredits => {
                answer(422, &json!({"error": "You have insufficient credits! Please upgrade."}))
            }
            Refusal::Limited { limit, retry_after_s } => limited(path, limit, retry_after_s),
            Refusal::Failed => typed(
                500,
                "text/html",
                "<html><body>We're sorry, but something went wrong.</body></html>".into(),
            ),
            Refusal::Unavailable => typed(503, "text/plain", "Service Temporarily Unavailable".to_owned()),
            Refusal::TimedOut => {
                typed(504, "text/html", "<html><body>504 Gateway Time-out</body></html>".to_owned())
            }
            Refusal::ErrorAs200 => answer(
                200,
                &json!({
                    "status": "failed", "error_code": "INTERNAL_ERROR", "error_message": "Request could not be processed."
                }),
            ),
            Refusal::NoSuchRoute => {
                typed(404, "text/html", "<html><body>Page not found.</body></html>".to_owned())
            }
        }
    }

    /// An unlimited window is an empty header, which is what enrichment has for hours and days.
    fn tell_window(&self, window: &Window, path: &str, headers: &mut HeaderMap) {
        let is_search = path.contains("/mixed_");
        let minute = if window.limit == 0 { 200 } else { window.limit };
        let longer = |limit: u32| if is_search { limit.to_string() } else { String::new() };
        let left = |limit: u32| {
            if is_search { limit.saturating_sub(window.used).to_string() } else { String::new() }
        };
        set_header(headers, "x-rate-limit-minute", &minute.to_string());
        set_header(headers, "x-rate-limit-hourly", &longer(6_000));
        set_header(headers, "x-rate-limit-24-hour", &longer(50_000));
        set_header(headers, "x-minute-usage", &window.used.to_string());
        set_header(headers, "x-hourly-usage", &window.used.to_string());
        set_header(headers, "x-24-hour-usage", &window.used.to_string());
        set_header(headers, "x-minute-requests-left", &minute.saturating_sub(window.used).to_string());
        set_header(headers, "x-hourly-requests-left", &left(6_000));
        set_header(headers, "x-24-hour-requests-left", &left(50_000));
    }
}

fn no_plan(path: &str) -> Value {
    if path.contains("/mixed_") {
        json!({"error": format!("{path} is not accessible with this api_key."), "error_code": "API_INACCESSIBLE"})
    } else {
        json!({"message": "This endpoint is only available to Apollo users on paid plans."})
    }
}

/// Without a time to come back the body is a JSON string that holds JSON.
fn limited(path: &str, limit: u32, retry_after_s: Option<u64>) -> Response {
    let path = path.trim_start_matches('/');
    let text = format!(
        "The maximum number of api calls allowed for {path} is {limit} times per minute. Please upgrade your plan."
    );
    let body = json!({ "message": text });
    match retry_after_s {
        Some(_) => retry_after(answer(429, &body), retry_after_s),
        None => answer(429, &Value::String(body.to_string())),
    }
}
