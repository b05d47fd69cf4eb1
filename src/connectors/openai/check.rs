//! Does a value keep to a schema? The subset we write: type, enum, const, properties, required, additionalProperties,
//! items, anyOf, and bounds on numbers, texts and lists. Bounded in depth and in the number of values looked at.

use serde_json::{Map, Value};

const MAX_DEPTH: u32 = 32;
const MAX_VALUES: u32 = 10_000;

/// What is wrong, in words that name places by the schema's own names only: never anything the value brought along.
///
/// # Errors
/// The first place that does not keep to the schema.
pub fn keeps_to(schema: &Value, value: &Value) -> Result<(), String> {
    Walk { left: MAX_VALUES }.check(schema, value, "the answer", 0)
}

struct Walk {
    left: u32,
}

impl Walk {
    fn check(&mut self, schema: &Value, value: &Value, place: &str, depth: u32) -> Result<(), String> {
        self.left = self.left.checked_sub(1).ok_or("it is too large")?;
        if depth > MAX_DEPTH {
            return Err("it is too deep".to_owned());
        }
        let Some(rules) = schema.as_object() else { return Ok(()) };
        if let Some(parts) = rules.get("anyOf").and_then(Value::as_array) {
            let fits = parts.iter().any(|part| self.check(part, value, place, depth + 1).is_ok());
            return if fits { Ok(()) } else { Err(format!("{place} fits none of the forms allowed")) };
        }
        if !is_typed(rules.get("type"), value) {
            return Err(format!("{place} has the wrong type"));
        }
        let is_listed = rules.get("enum").and_then(Value::as_array).is_none_or(|list| list.contains(value));
        if !is_listed || rules.get("const").is_some_and(|only| only != value) {
            return Err(format!("{place} is not one of the values allowed"));
        }
        is_within(rules, value).map_err(|problem| format!("{place} {problem}"))?;
        match value {
            Value::Object(fields) => self.object(rules, fields, place, depth),
            Value::Array(items) => match rules.get("items") {
                Some(rule) => items
                    .iter()
                    .try_for_each(|item| self.check(rule, item, &format!("an item of {place}"), depth + 1)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn object(
        &mut self,
        rules: &Map<String, Value>,
        fields: &Map<String, Value>,
        place: &str,
        depth: u32,
    ) -> Result<(), String> {
        let required = rules.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                return Err(format!("{place} lacks {name}"));
            }
        }
        let known = rules.get("properties").and_then(Value::as_object);
        for (name, value) in fields {
            match (known.and_then(|known| known.get(name)), rules.get("additionalProperties")) {
                (Some(rule), _) => self.check(rule, value, name, depth + 1)?,
                (None, Some(Value::Bool(false))) => {
                    return Err(format!("{place} has a field that is not allowed"));
                }
                (None, Some(rule)) => self.check(rule, value, &format!("a field of {place}"), depth + 1)?,
                (None, None) => {}
            }
        }
        Ok(())
    }
}

fn is_typed(wanted: Option<&Value>, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    };
    match wanted {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn is_within(rules: &Map<String, Value>, value: &Value) -> Result<(), &'static str> {
    let bound = |name: &str| rules.get(name).and_then(Value::as_f64);
    let (size, least, most) = match value {
        Value::Number(number) => (number.as_f64(), "minimum", "maximum"),
        Value::String(text) => (count(text.chars().count()), "minLength", "maxLength"),
        Value::Array(items) => (count(items.len()), "minItems", "maxItems"),
        _ => return Ok(()),
    };
    let size = size.unwrap_or(f64::INFINITY);
    if bound(least).is_some_and(|least| size < least) {
        return Err("is too small or too short");
    }
    if bound(most).is_some_and(|most| size > most) { Err("is too large or too long") } else { Ok(()) }
}

fn count(number: usize) -> Option<f64> {
    u32::try_from(number).ok().map(f64::from)
}
