//! What a status means, unless a provider means something else by it.

use super::answer::Answer;
use crate::connectors::error::{ConnectorError, Rejection};
use serde_json::{Value, json};

/// Decides whether an answer is a result (`Ok`) or a failure. Providers write their own for their quirks
/// and fall back to [`standard`].
pub type Judge = fn(&Answer) -> Result<(), ConnectorError>;

/// The meaning RFC 9110 gives.
///
/// # Errors
/// For everything but 2xx.
pub fn standard(answer: &Answer) -> Result<(), ConnectorError> {
    let status = answer.status;
    Err(match status {
        200..=299 => return Ok(()),
        401 => ConnectorError::Unauthorized,
        402 => ConnectorError::rejected(Rejection::OutOfCredits, "payment is required"),
        403 => {
            ConnectorError::rejected(Rejection::NotPermitted, "the plan or the key does not allow this call")
        }
        404 => ConnectorError::bad_request("there is nothing at this address"),
        451 => ConnectorError::rejected(Rejection::Forbidden451, "the person forbids processing"),
        429 => ConnectorError::RateLimited { after: answer.retry_after },
        408 | 425 | 500..=599 => {
            ConnectorError::Unreachable { reason: format!("it answered {status}"), outcome_unknown: true }
        }
        300..=399 => ConnectorError::malformed("it answered with a redirect, which is not followed"),
        _ => ConnectorError::bad_request(format!("it answered {status} to our request")),
    })
}

/// As [`standard`], but a success that holds an error (`error`, `errors`, `status: failed`) is none.
///
/// # Errors
/// As [`standard`]; for an error inside a success `Unreachable`, since nobody can say what was done.
pub fn strict(answer: &Answer) -> Result<(), ConnectorError> {
    standard(answer)?;
    if answer.json().is_some_and(|body| is_error(&body)) {
        let reason = "an error dressed as a success".to_owned();
        return Err(ConnectorError::Unreachable { reason, outcome_unknown: true });
    }
    Ok(())
}

fn is_error(body: &Value) -> bool {
    let is_there = |name: &str| {
        body.get(name).is_some_and(|value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(list) => !list.is_empty(),
            Value::String(text) => !text.is_empty(),
            Value::Bool(true) | Value::Number(_) | Value::Object(_) => true,
        })
    };
    is_there("error")
        || is_there("errors")
        || is_there("error_code")
        || body.get("status") == Some(&json!("failed"))
}
