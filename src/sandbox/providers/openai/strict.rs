//! What OpenAI's strict mode demands of a schema.

use serde_json::Value;

const DEPTH: usize = 10;

/// The first rule the schema breaks, in OpenAI's manner.
pub fn check(schema: &Value) -> Result<(), String> {
    if schema["type"] != "object" || schema.get("anyOf").is_some() {
        return Err(wrong("schema must be a JSON Schema of 'type: \"object\"'"));
    }
    check_part(schema, 1)?;
    let mut definitions = schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
    definitions.try_for_each(|(_, part)| check_part(part, 1))
}

fn check_part(part: &Value, depth: usize) -> Result<(), String> {
    if depth > DEPTH {
        return Err(wrong("nesting is deeper than 10 levels"));
    }
    if part.get("default").is_some() {
        return Err(wrong("'default' is not permitted"));
    }
    if part.get("$ref").is_some() && part.as_object().is_some_and(|fields| fields.len() > 1) {
        return Err(wrong("$ref cannot have keywords beside it"));
    }
    if let Some(properties) = part.get("properties").and_then(Value::as_object) {
        if part["additionalProperties"] != Value::Bool(false) {
            return Err(wrong("'additionalProperties' is required to be supplied and to be false"));
        }
        let required: Vec<_> =
            part["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(name) = properties.keys().find(|name| !required.contains(&name.as_str())) {
            return Err(wrong(&format!(
                "'required' is required to include every key in properties. Missing '{name}'"
            )));
        }
        properties.values().try_for_each(|inner| check_part(inner, depth + 1))?;
    }
    part.get("items").map_or(Ok(()), |items| check_part(items, depth + 1))
}

fn wrong(text: &str) -> String {
    format!("Invalid schema for response_format: {text}.")
}
