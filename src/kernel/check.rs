//! Checks of input values: what is wrong is collected, so that one refusal names every bad field.

use super::{
    error::{Error, FieldProblem, Result},
    patch::Patch,
};
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
    fn lines_break_in_prose_only() {
        assert!(line("a\nb", 10).is_err());
        assert_eq!(prose(" a\nb ", 10).as_deref(), Ok("a\nb"));
        assert!(prose("a\u{0}b", 10).is_err());
        assert!(prose(&"x".repeat(11), 10).is_err());
    }
}
