//! What Clearbit's own hosts mean by their statuses. Hunter's are judged as Hunter's.

use crate::connectors::{
    error::ConnectorError,
    http::{Answer, strict},
};
use serde_json::Value;

/// 202 and an "unknown record" pass.
pub(super) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    let body = answer.json();
    let kind = body.as_ref().and_then(|body| body.pointer("/error/type")).and_then(Value::as_str);
    match (answer.status, kind) {
        (202 | 451, _) | (404, Some("unknown_record")) => Ok(()),
        // There is no Retry-After, only the second at which the window ends.
        (429, _) => Err(answer
            .retry_after
            .map_or(ConnectorError::later(60), |after| ConnectorError::RateLimited { after: Some(after) })),
        (_, Some("auth_required" | "invalid_api_key")) => Err(ConnectorError::Unauthorized),
        _ => strict(answer),
    }
}
