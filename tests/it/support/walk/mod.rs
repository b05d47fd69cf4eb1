//! Every operation of the schema, called from its own description: so that a new one cannot be forgotten.

mod document;
mod kinds;
mod selection;

pub use document::{Operation, operations};
pub use kinds::{KINDS, Kind, of_argument};

use crate::support::actor::code;
use serde_json::Value;

/// Refused for having no credentials. Signing in with a wrong password has the same code, in other words.
pub fn is_stranger_refused(answer: &Value) -> bool {
    let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
    code(answer) == "UNAUTHENTICATED" && message.starts_with("Sign in first")
}
