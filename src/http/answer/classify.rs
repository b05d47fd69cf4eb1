//! Errors that leave have a code of the closed list, a request id, and nothing we did not mean to say.

use super::input;
use crate::graphql::guard::Parsed;
use async_graphql::{ErrorExtensionValues, ServerError, Value, Variables};

/// More than these help nobody.
const MOST: usize = 20;

/// What is known of the request that failed: for finding where a refused value stood.
pub struct Asked<'a> {
    pub parsed: &'a Parsed,
    pub variables: &'a Variables,
}

/// Gives every error its code; logs and masks those that nobody gave one.
pub fn settle(errors: &mut Vec<ServerError>, asked: Option<&Asked<'_>>, request_id: &str) {
    // The validation rules tell some things twice.
    errors.dedup_by(|one, other| one.message == other.message && one.path == other.path);
    errors.truncate(MOST);
    for error in errors {
        if code_of(error).is_empty() {
            classify(error, asked, request_id);
        }
        let values = error.extensions.get_or_insert_default();
        if !request_id.is_empty() {
            values.set("requestId", request_id);
        }
        error.source = None;
    }
}

/// The error's code; empty where it has none yet.
#[must_use]
pub fn code_of(error: &ServerError) -> &str {
    match error.extensions.as_ref().and_then(|values| values.get("code")) {
        Some(Value::String(code)) => code,
        _ => "",
    }
}

fn classify(error: &mut ServerError, asked: Option<&Asked<'_>>, request_id: &str) {
    if input::is_coercion(error) {
        input::describe(error, asked);
    } else if error.path.is_empty() && error.source.is_none() {
        // Only the parser and the validation rules fail before there is a path.
        set_code(error, "INVALID_DOCUMENT");
    } else {
        tracing::error!(request_id, error = %error.message, path = ?error.path, "an error without a code");
        "Something went wrong on our side.".clone_into(&mut error.message);
        error.extensions = None;
        set_code(error, "INTERNAL");
    }
}

pub(super) fn set_code(error: &mut ServerError, code: &str) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
}
