//! How Unipile refuses: a typed problem to branch on; no headers about limits.

use crate::sandbox::{
    gate::{Manners, Refusal},
    settings::Provider,
    wire::{answer, header, param},
};
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use serde_json::json;

/// Unipile's ways.
pub struct Unipile;

impl Manners for Unipile {
    fn provider(&self) -> Provider {
        Provider::Unipile
    }

    fn key(&self, headers: &HeaderMap, _uri: &Uri) -> Option<String> {
        header(headers, "x-api-key")
    }

    fn refuse(&self, refusal: Refusal, _path: &str) -> Response {
        match refusal {
            Refusal::NoKey => problem(401, "missing_credentials", "Missing credentials"),
            Refusal::BadKey => problem(401, "invalid_credentials", "Invalid credentials"),
            Refusal::NoPlan => problem(403, "feature_not_subscribed", "Feature not subscribed"),
            Refusal::OutOfCredits => problem(422, "insufficient_credits", "Insufficient credits"),
            Refusal::Limited { .. } => problem(429, "too_many_requests", "Too many requests"),
            Refusal::Failed => problem(500, "unexpected_error", "Unexpected error"),
            Refusal::Unavailable => problem(503, "service_unavailable", "Service unavailable"),
            Refusal::TimedOut => problem(504, "request_timeout", "Request timeout"),
            Refusal::ErrorAs200 => answer(
                200,
                &json!({
                    "status": 500, "type": "errors/provider_error", "title": "Provider error",
                }),
            ),
            Refusal::NoSuchRoute => problem(404, "resource_not_found", "Resource not found"),
        }
    }
}

/// Unipile's one error shape.
pub fn problem(status: u16, slug: &str, title: &str) -> Response {
    let detail = "The sandbox answers as the provider would.";
    answer(
        status,
        &json!({"status": status, "type": format!("errors/{slug}"), "title": title, "detail": detail}),
    )
}

/// The account every call names. `acc_signed_out` has lost its session, `acc_gone` was removed; others work.
pub fn account(uri: &Uri) -> Result<String, Box<Response>> {
    match param(uri, "account_id") {
        None => Err(Box::new(problem(400, "invalid_parameters", "account_id is required"))),
        Some(id) => check_account(id),
    }
}

/// As [`account`], for an id from the path.
pub fn check_account(id: String) -> Result<String, Box<Response>> {
    match id.as_str() {
        "acc_signed_out" => Err(Box::new(problem(401, "disconnected_account", "Disconnected account"))),
        "acc_gone" => Err(Box::new(problem(404, "resource_not_found", "Account not found"))),
        _ => Ok(id),
    }
}
