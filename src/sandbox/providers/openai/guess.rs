//! What a property probably wants, from its name: lists of titles, a range of head counts, a score, a reason.

use super::reading::Reading;
use serde_json::{Value, json};

/// Texts for a list of this name; empty when the text mentions none.
pub fn list(name: &str, text: &Reading) -> Vec<String> {
    let name = name.to_lowercase();
    let own = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let roles = text.roles();
    match name {
        _ if name.contains("title") || name.contains("role") => {
            own(roles.iter().map(|role| role.title).collect())
        }
        _ if name.contains("seniorit") => own(unique(roles.iter().map(|role| role.seniority))),
        _ if name.contains("department") || name.contains("function") => {
            own(unique(roles.iter().map(|role| role.department)))
        }
        _ if name.contains("industr") || name.contains("sector") || name.contains("keyword") => {
            own(text.industries())
        }
        _ if name.contains("countr") => own(text.countries()),
        _ if name.contains("cit") || name.contains("location") || name.contains("place") => {
            own(text.cities())
        }
        _ => Vec::new(),
    }
}

/// A number for a property of this name; `None` when the text says nothing of it.
pub fn number(name: &str, text: &Reading) -> Option<f64> {
    let name = name.to_lowercase();
    let (low, high) = text.employees();
    let count = |number: Option<u64>| number.and_then(|it| u32::try_from(it).ok()).map(f64::from);
    let is_size = ["employee", "headcount", "size", "staff"].iter().any(|word| name.contains(word));
    match name {
        _ if is_size && name.contains("min") => count(low),
        _ if is_size && name.contains("max") => count(high),
        _ if name.contains("revenue") || name.contains("budget") => None,
        _ if ["score", "fit", "value", "rating", "points"].iter().any(|word| name.contains(word)) => {
            Some((55.0 + text.luck(&name) * 40.0).round())
        }
        _ if name.contains("confidence") || name.contains("probability") || name.contains("weight") => {
            Some((50.0 + text.luck(&name) * 45.0).round())
        }
        _ => None,
    }
}

/// One text for a property of this name; `None` when there is nothing to say.
pub fn word(name: &str, text: &Reading) -> Option<Value> {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["reason", "evidence", "summary", "why", "explanation", "note", "rationale"]) {
        let roles: Vec<_> = text.roles().iter().map(|role| role.title).take(2).collect();
        let about = if roles.is_empty() { text.excerpt() } else { roles.join(", ") };
        return Some(json!(format!("Fits what was asked for: {about}")));
    }
    if has(&["language"]) {
        return Some(json!("en"));
    }
    list(name, text).into_iter().next().map(Value::String)
}

fn unique<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen
}
