//! Checks of input values: what is wrong is collected, so that one refusal names every bad field.

use super::{
    error::{Error, FieldProblem, Result},
    patch::Patch,
};
use serde_json::Value;
use std::fmt::Display;

/// What was wrong so far.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldProblem>);

impl Problems {
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldProblem::new(path, message));
    }

    /// The value; or nothing, and its refusal is kept under `path`.
    pub fn keep<T, E: Display>(&mut self, path: &str, checked: Result<T, E>) -> Option<T> {
        checked.map_err(|problem| self.add(path, problem.to_string())).ok()
    }

    /// The same for a value that may be absent.
    pub fn keep_some<T, U, E: Display>(
        &mut self,
        path: &str,
        value: Option<T>,
        check: impl FnOnce(T) -> Result<U, E>,
    ) -> Option<U> {
        value.and_then(|value| self.keep(path, check(value)))
    }

    /// The same for a change of a field; a refused one keeps what there was.
    pub fn keep_patch<T, U, E: Display>(
        &mut self,
        path: &str,
        given: Patch<T>,
        check: impl FnOnce(T) -> Result<U, E>,
    ) -> Patch<U> {
        match given {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(value) => self.keep(path, check(value)).map_or(Patch::Keep, Patch::Set),
        }
    }

    /// Refuses if anything was wrong.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

/// One line of text, trimmed: 1 to `max` characters, none of them invisible. The refusal says what would be right.
pub fn line(text: &str, max: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err("one line of text without control characters".into());
    }
    sized(text, max)
}

/// Text of several lines, trimmed: 1 to `max` characters.
pub fn prose(text: &str, max: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err("text without control characters".into());
    }
    sized(text, max)
}

/// JSON that every database can keep: at most so many bytes, without null characters
/// (PostgreSQL has no place for them).
pub fn json(value: &Value, max_bytes: usize) -> Result<(), String> {
    if has_null_character(value) {
        return Err("JSON without null characters".into());
    }
    let fits = value.to_string().len() <= max_bytes;
    fits.then_some(()).ok_or_else(|| format!("at most {max_bytes} bytes of JSON"))
}

/// Largest settings, as JSON text.
const SETTINGS_BYTES: usize = 16 * 1024;

/// What somebody keeps of their own making: one JSON object, not too large.
pub fn settings(value: Value) -> Result<Value, String> {
    let is_right = value.is_object() && json(&value, SETTINGS_BYTES).is_ok();
    let right = || format!("a JSON object of at most {SETTINGS_BYTES} bytes, without null characters");
    is_right.then_some(value).ok_or_else(right)
}

fn has_null_character(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_null_character),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || has_null_character(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Refuses a change decided on an older reading of a thing, naming the version it has now.
pub fn version(noun: &str, expected: Option<i32>, current: i32) -> Result<()> {
    match expected {
        Some(expected) if expected != current => Err(Error::conflict_with_hint(
            format!("This {noun} was changed meanwhile: its version is {current}, not {expected}."),
            "Read it again, then decide.",
        )),
        _ => Ok(()),
    }
}

fn sized(text: &str, max: usize) -> Result<String, String> {
    let length = text.chars().count();
    if (1..=max).contains(&length) { Ok(text.to_owned()) } else { Err(format!("1 to {max} characters")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_problem_is_named() {
        let mut problems = Problems::default();
        assert_eq!(problems.keep("name", line("  Jane ", 10)), Some("Jane".to_owned()));
        assert_eq!(problems.keep("title", line("", 10)), None);
        assert_eq!(problems.keep_some("city", Some("a\0b"), |text| line(text, 10)), None);
        assert_eq!(problems.keep_some("note", None::<&str>, |text| prose(text, 10)), None);
        let Err(Error::Invalid(named)) = problems.finish() else { panic!("refused") };
        assert_eq!(named.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["title", "city"]);
    }

    #[test]
    fn null_characters_are_found_wherever_they_hide_in_json() {
        for bad in [json!("\0"), json!({ "a": [{ "b\0": 1 }] }), json!([[["x\0"]]])] {
            assert!(json(&bad, 100).is_err(), "{bad}");
        }
        assert_eq!(json(&json!({ "a": ["\\u0000", 1, null, true] }), 100), Ok(()));
        assert!(json(&json!("x".repeat(100)), 100).is_err());
    }

    #[test]
    fn lines_break_in_prose_only() {
        assert!(line("a\nb", 10).is_err());
        assert_eq!(prose(" a\nb ", 10).as_deref(), Ok("a\nb"));
        assert!(prose("a\u{0}b", 10).is_err());
        assert!(prose(&"x".repeat(11), 10).is_err());
    }
}
