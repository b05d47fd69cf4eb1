//! What Unipile means: the slug in `type` says more than the status.

use crate::connectors::{
    error::{ConnectorError, Rejection},
    http::{Answer, strict},
};
use serde_json::Value;

/// A person or account that is not there passes, as 404.
pub(super) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    if answer.is_success() {
        return strict(answer);
    }
    let slug = slug(answer).unwrap_or_default();
    match (answer.status, slug.as_str()) {
        (404, "resource_not_found" | "invalid_resource_identifier") | (422, "invalid_recipient") => Ok(()),
        (
            _,
            "disconnected_account"
            | "expired_credentials"
            | "invalid_credentials"
            | "checkpoint_error"
            | "wrong_account"
            | "multiple_sessions"
            | "account_restricted"
            | "disconnected_feature"
            | "missing_credentials"
            | "unauthorized",
        ) => Err(ConnectorError::Unauthorized),
        (_, "insufficient_credits") => {
            Err(ConnectorError::rejected(Rejection::OutOfCredits, "no credits left"))
        }
        (_, "feature_not_subscribed" | "insufficient_permissions") => Err(ConnectorError::rejected(
            Rejection::NotPermitted,
            "the LinkedIn account does not have this search",
        )),
        (
            _,
            "limit_exceeded"
            | "too_many_requests"
            | "cannot_resend_yet"
            | "cannot_resend_within_24hrs"
            | "limit_too_high",
        )
        | (429, _) => Err(ConnectorError::RateLimited { after: answer.retry_after.or(Some(PAUSE)) }),
        (_, "provider_unreachable") => Err(ConnectorError::Unreachable {
            reason: "LinkedIn did not answer Unipile".to_owned(),
            outcome_unknown: true,
        }),
        _ => strict(answer),
    }
}

/// Over-use is counted by the day; there is no Retry-After.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(15 * 60);

/// `errors/limit_exceeded` without its prefix.
fn slug(answer: &Answer) -> Option<String> {
    let body = answer.json()?;
    let kind = body.get("type").and_then(Value::as_str)?;
    Some(kind.trim_start_matches("errors/").to_owned())
}
