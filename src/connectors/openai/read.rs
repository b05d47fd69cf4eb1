//! One answer: a value that keeps to the schema, something to repair, or an end.

use super::{check::keeps_to, extract, wire::Completion};
use crate::connectors::error::{ConnectorError, Rejection};
use serde_json::Value;

/// What came of it.
#[derive(Debug)]
pub(super) enum Reading {
    Good(Value),
    /// Worth one more round.
    Bad {
        answer: String,
        problem: String,
    },
}

/// In this order: nothing, cut off, refused, filtered, empty, no JSON, another shape.
pub(super) fn read(completion: &Completion, schema: &Value) -> Result<Reading, ConnectorError> {
    let Some(choice) = completion.choices.0.first() else {
        return Err(ConnectorError::malformed("an answer without choices"));
    };
    let bad = |answer: &str, problem: String| Ok(Reading::Bad { answer: answer.to_owned(), problem });
    let message = choice.message.0.as_ref();
    if choice.finish_reason.as_deref() == Some("length") {
        return bad("", "it was cut off".to_owned());
    }
    if message.is_some_and(|message| message.refusal.0.is_some()) {
        return Err(ConnectorError::rejected(Rejection::BadRequest, "the model declined to answer"));
    }
    if choice.finish_reason.as_deref() == Some("content_filter") {
        return Err(ConnectorError::rejected(Rejection::BadRequest, "the provider filtered the answer"));
    }
    let Some(content) = message.and_then(|message| message.content.as_deref()) else {
        return bad("(nothing)", "it was empty".to_owned());
    };
    let Some(value) = extract::object(content) else {
        return bad(content, "there is no JSON object in it".to_owned());
    };
    match keeps_to(schema, &value) {
        Ok(()) => Ok(Reading::Good(value)),
        Err(problem) => bad(content, problem),
    }
}
