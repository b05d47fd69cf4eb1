//! What a model server means by its statuses. `code` is a text, a number or null, depending on the server.

use crate::connectors::{
    error::{ConnectorError, Rejection},
    http::{Answer, strict},
};
use serde_json::Value;

/// Codes and types of 429 that no waiting helps.
const USED_UP: [&str; 4] = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "project_spend_limit_exceeded",
    "billing_hard_limit_reached",
];

pub(super) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    if answer.is_success() {
        return strict(answer);
    }
    let body = answer.json().unwrap_or_default();
    // Most write `{error: {…}}`, older vLLM writes it flat.
    let error = body.get("error").filter(|error| error.is_object()).unwrap_or(&body);
    let says = |word: &str| {
        ["code", "type"].iter().any(|name| error.get(name).and_then(Value::as_str) == Some(word))
    };
    match answer.status {
        429 | 402 | 403 if USED_UP.into_iter().any(says) => {
            Err(ConnectorError::rejected(Rejection::OutOfCredits, "the quota is used up"))
        }
        400 if says("context_length_exceeded") => {
            Err(ConnectorError::bad_request("the question is too long for the model"))
        }
        404 => {
            Err(ConnectorError::bad_request("there is no such model, or no chat completion at this address"))
        }
        409 => {
            Err(ConnectorError::Unreachable { reason: "it answered 409".to_owned(), outcome_unknown: false })
        }
        // Overloaded, or still loading the model: nothing was generated.
        503 => {
            Err(ConnectorError::Unreachable { reason: "it answered 503".to_owned(), outcome_unknown: false })
        }
        _ => strict(answer),
    }
}
