//! What a status means, unless a provider means something else by it.

use super::answer::Answer;
use crate::connectors::error::{ConnectorError, Rejection};

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
