//! Which pointer leads to which fact.

use crate::connectors::{
    facts::{CompanyField, PersonField},
    shape::Shape,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Facts and the JSON pointers (RFC 6901) that lead to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub external_id: Option<String>,
    pub person: Vec<(PersonField, String)>,
    pub company: Vec<(CompanyField, String)>,
}

/// Longest list of fields.
const MAX_FIELDS: usize = 40;

/// Reads `externalId`, `person` and `company` of an endpoint.
pub(super) fn read(endpoint: &mut Shape<'_>) -> Fields {
    let external_id = endpoint.some_text("externalId");
    if external_id.as_deref().is_some_and(|pointer| !is_pointer(pointer)) {
        endpoint.fault("externalId", POINTER);
    }
    Fields { external_id, person: pairs(endpoint, "person"), company: pairs(endpoint, "company") }
}

const POINTER: &str = "This must be a JSON pointer such as /email or /company/name.";

fn pairs<F: DeserializeOwned>(endpoint: &mut Shape<'_>, name: &'static str) -> Vec<(F, String)> {
    let Some(value) = endpoint.get(name) else { return Vec::new() };
    let fields = value.as_object().filter(|fields| fields.len() <= MAX_FIELDS);
    let Some(fields) = fields else {
        endpoint.fault(name, "This must be an object from our field names to JSON pointers, at most 40.");
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (key, pointer) in fields {
        let shown: String = key.chars().take(40).collect();
        let field: Option<F> = serde_json::from_value(Value::String(snake(key))).ok();
        match (field, pointer.as_str().filter(|pointer| is_pointer(pointer))) {
            (Some(field), Some(pointer)) => pairs.push((field, pointer.to_owned())),
            (None, _) => endpoint.fault(&format!("{name}.{shown}"), "There is no such field here."),
            (_, None) => endpoint.fault(&format!("{name}.{shown}"), POINTER),
        }
    }
    pairs
}

/// Empty (the whole), or beginning with a slash.
pub(super) fn is_pointer(text: &str) -> bool {
    text.is_empty() || (text.starts_with('/') && text.len() <= 200)
}

/// `fullName` and `full_name` are one.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars().take(60) {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
