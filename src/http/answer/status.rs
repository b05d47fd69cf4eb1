//! Which HTTP status an answer has (GraphQL over HTTP, "Response").

use super::{Answer, code_of};
use crate::http::ask::accept::Media;
use async_graphql::{ServerError, Value};
use axum::http::StatusCode;

/// What was run is answered with 200, errors in fields included. What was not run is a 4xx or 5xx; in `application/json` only
/// where the fault is not in the document, because clients of that type take any other status for a broken server.
#[must_use]
pub fn status(answer: &Answer, media: Media) -> StatusCode {
    let Some(first) = answer.errors.first().filter(|_| answer.data.is_none()) else { return StatusCode::OK };
    let code = code_of(first);
    let is_about_the_document = matches!(code, "INVALID_DOCUMENT" | "BAD_USER_INPUT" | "COST_EXCEEDED");
    match media {
        Media::Json if is_about_the_document && retry_after(&answer.errors).is_none() => StatusCode::OK,
        _ if code == "COST_EXCEEDED" && retry_after(&answer.errors).is_some() => {
            StatusCode::TOO_MANY_REQUESTS
        }
        _ => of_code(code),
    }
}

/// The status that says the same as a code.
#[must_use]
pub fn of_code(code: &str) -> StatusCode {
    match code {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "FORBIDDEN" => StatusCode::FORBIDDEN,
        "NOT_FOUND" => StatusCode::NOT_FOUND,
        "CONFLICT" => StatusCode::CONFLICT,
        "IDEMPOTENCY_MISMATCH" => StatusCode::UNPROCESSABLE_ENTITY,
        "LIMIT_REACHED" => StatusCode::TOO_MANY_REQUESTS,
        "UNAVAILABLE" => StatusCode::SERVICE_UNAVAILABLE,
        "INTERNAL" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Seconds to wait, as the first error that knows says.
#[must_use]
pub fn retry_after(errors: &[ServerError]) -> Option<u64> {
    errors.iter().find_map(|error| match error.extensions.as_ref()?.get("retryAfter")? {
        Value::Number(seconds) => seconds.as_u64(),
        _ => None,
    })
}
