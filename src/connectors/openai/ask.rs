//! The question in the subset that every server understands: text messages, one schema, no tools, no streaming.

use super::settings::Settings;
use crate::connectors::ports::CompletionRequest;
use serde_json::{Map, Value, json};

/// How much of a bad answer is shown to the model again.
const MAX_ECHO: usize = 4000;

/// What was wrong with the first answer.
pub(super) struct Repair<'a> {
    /// The answer; empty when it was cut off, since more room is what helps then.
    pub answer: &'a str,
    pub problem: &'a str,
}

/// The body. The schema is asked for in words too: small models follow that better, and some servers ignore the rest.
pub(super) fn body(settings: &Settings, request: &CompletionRequest, repair: Option<&Repair<'_>>) -> Value {
    let schema = request.schema.to_string();
    let system = format!(
        "{}\n\nAnswer with one JSON object only, which keeps to this JSON Schema:\n{schema}",
        request.system
    );
    let mut messages =
        vec![json!({"role": "system", "content": system}), json!({"role": "user", "content": request.user})];
    let mut max_tokens = request.max_tokens;
    if let Some(repair) = repair {
        if repair.answer.is_empty() {
            max_tokens = max_tokens.saturating_mul(2);
        } else {
            let shown: String = repair.answer.chars().take(MAX_ECHO).collect();
            let again = format!(
                "That does not keep to the schema: {}. Answer again with the JSON object only.",
                repair.problem
            );
            messages.push(json!({"role": "assistant", "content": shown}));
            messages.push(json!({"role": "user", "content": again}));
        }
    }
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(settings.model));
    body.insert("messages".to_owned(), messages.into());
    body.insert(settings.token_parameter.to_owned(), json!(max_tokens));
    if let Some(centi) = settings.temperature_centi.and_then(|centi| i32::try_from(centi).ok()) {
        body.insert("temperature".to_owned(), json!(f64::from(centi) / 100.0));
    }
    match settings.response_format {
        "json_schema" => {
            // Nested: the flat form leaves some servers' output unconstrained, with status 200.
            let inner = json!({"name": name(&request.schema_name), "strict": is_strict(&request.schema), "schema": request.schema});
            body.insert("response_format".to_owned(), json!({"type": "json_schema", "json_schema": inner}));
        }
        "json_object" => _ = body.insert("response_format".to_owned(), json!({"type": "json_object"})),
        _ => {}
    }
    body.into()
}

/// At most 64 of `[A-Za-z0-9_-]`.
fn name(wanted: &str) -> String {
    let name: String = wanted
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
        .take(64)
        .collect();
    if name.is_empty() { "answer".to_owned() } else { name }
}

/// OpenAI's conditions for strict output: every object closed, every property required. Otherwise it refuses the call.
fn is_strict(schema: &Value) -> bool {
    let Some(fields) = schema.as_object() else { return true };
    let is_closed = fields.get("properties").and_then(Value::as_object).is_none_or(|properties| {
        let required = fields.get("required").and_then(Value::as_array);
        let is_required = |name: &String| required.is_some_and(|list| list.iter().any(|it| it == name));
        fields.get("additionalProperties") == Some(&json!(false))
            && properties.keys().all(is_required)
            && properties.values().all(is_strict)
    });
    let parts = fields.get("anyOf").and_then(Value::as_array);
    is_closed
        && fields.get("items").is_none_or(is_strict)
        && parts.is_none_or(|parts| parts.iter().all(is_strict))
}

#[cfg(test)]
mod tests {
    use super::{is_strict, name};
    use serde_json::json;

    #[test]
    fn strictness_is_claimed_only_where_it_holds() {
        let closed = json!({"type": "object", "additionalProperties": false, "required": ["a"], "properties": {"a": {"type": "string"}}});
        assert!(is_strict(&closed));
        assert!(is_strict(&json!({"type": "array", "items": closed})));
        let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        assert!(!is_strict(&open));
        assert!(!is_strict(&json!({"anyOf": [open, {"type": "null"}]})));
    }

    #[test]
    fn a_name_has_only_what_is_allowed() {
        assert_eq!(name("lead score/1"), "lead_score_1");
        assert_eq!(name(""), "answer");
        assert_eq!(name(&"x".repeat(100)).len(), 64);
    }
}
