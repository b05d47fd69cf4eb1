//! What ZoomInfo means by its statuses; its gateway and its data service write errors in two shapes.

use crate::connectors::{
    error::{ConnectorError, Rejection},
    http::{Answer, strict},
};
use serde_json::Value;

pub(super) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    if answer.is_success() {
        return strict(answer);
    }
    match (answer.status, code(answer).as_deref()) {
        (_, Some("PFAPI0011")) => {
            Err(ConnectorError::rejected(Rejection::OutOfCredits, "the credit limit is reached"))
        }
        (_, Some("ZI0001")) => Err(ConnectorError::Unauthorized),
        (_, Some("ZI0002" | "ZI0003")) => {
            Err(ConnectorError::rejected(Rejection::NotPermitted, "the contract does not cover this"))
        }
        (400, Some("PFAPI0001")) => {
            Err(ConnectorError::rejected(Rejection::NotPermitted, "a field is not covered by the contract"))
        }
        _ => strict(answer),
    }
}

/// `errors[0].code` or `error.code`.
fn code(answer: &Answer) -> Option<String> {
    let body = answer.json()?;
    let code = body.pointer("/errors/0/code").or_else(|| body.pointer("/error/code"));
    code.and_then(Value::as_str).map(str::to_owned)
}
