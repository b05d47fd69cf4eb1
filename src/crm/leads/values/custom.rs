//! The agency's own fields: a small object of small things.

use crate::kernel::check::Problems;
use serde_json::{Map, Value};

const FIELDS: usize = 100;
const NAME_LENGTH: usize = 100;
const BYTES: usize = 16 * 1024;
const DEPTH: usize = 4;

/// The object after a change: keys are set one by one, a key whose value is null goes away.
pub fn merge(old: &Value, change: Value, problems: &mut Problems) -> Value {
    let Value::Object(change) = change else {
        problems.add("customFields", "an object of field names and values");
        return Value::Null;
    };
    let mut fields = old.as_object().cloned().unwrap_or_default();
    for (name, value) in change {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
    check(&fields, problems);
    Value::Object(fields)
}

fn check(fields: &Map<String, Value>, problems: &mut Problems) {
    let path = "customFields";
    if fields.len() > FIELDS {
        problems.add(path, format!("at most {FIELDS} fields"));
    }
    if fields.keys().any(|name| name.is_empty() || name.chars().count() > NAME_LENGTH) {
        problems.add(path, format!("field names of 1 to {NAME_LENGTH} characters"));
    }
    if fields.values().any(|value| !is_shallow(value, DEPTH)) {
        problems.add(path, format!("values nested at most {DEPTH} levels deep"));
    } else {
        // Written as JSON escapes, so one look finds them in names and values alike; PostgreSQL cannot store them.
        let text = serde_json::to_string(fields).unwrap_or_default();
        if text.contains("\\u0000") {
            problems.add(path, "text without null characters");
        }
        if text.len() > BYTES {
            problems.add(path, format!("at most {BYTES} bytes as JSON"));
        }
    }
}

fn is_shallow(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(items) => depth > 0 && items.iter().all(|item| is_shallow(item, depth - 1)),
        Value::Object(fields) => depth > 0 && fields.values().all(|item| is_shallow(item, depth - 1)),
        _ => true,
    }
}
