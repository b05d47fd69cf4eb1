//! What Hunter means by its statuses: 403 is "too fast" more often than "not allowed", 429 is often "nothing left".

use crate::connectors::{
    error::{ConnectorError, Rejection},
    http::{Answer, strict},
};
use serde_json::Value;

/// 202, 222, 404 and 451 pass: each call knows what they mean for it.
pub(crate) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    let id = error_id(answer).unwrap_or_default();
    match answer.status {
        202 | 222 | 451 => Ok(()),
        // Only Hunter's own "not found" is one; a web server's is a wrong address.
        404 if !id.is_empty() => Ok(()),
        403 if id.contains("restricted") || id.contains("plan") => strict(answer),
        403 => Err(answer.retry_after.map_or(ConnectorError::later(1), later)),
        429 if is_used_up(answer, &id) => {
            Err(ConnectorError::rejected(Rejection::OutOfCredits, "the plan's requests are used up"))
        }
        429 => Err(answer.retry_after.map_or(ConnectorError::later(60), later)),
        _ => strict(answer),
    }
}

fn later(after: std::time::Duration) -> ConnectorError {
    ConnectorError::RateLimited { after: Some(after) }
}

/// `errors[0].id`.
pub(super) fn error_id(answer: &Answer) -> Option<String> {
    let body = answer.json()?;
    body.pointer("/errors/0/id").and_then(Value::as_str).map(str::to_owned)
}

fn is_used_up(answer: &Answer, id: &str) -> bool {
    let text = answer.text().to_lowercase();
    id.contains("usage") || id.contains("quota") || text.contains("current plan") || text.contains("upgrade")
}
