//! What was looked at, what was found, and what to do about it.

use serde_json::{Value, json};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Fine,
    /// Works, but somebody should know.
    Warning,
    /// Does not work.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub struct Finding {
    pub check: &'static str,
    pub level: Level,
    says: String,
    fix: Option<String>,
}

impl Finding {
    pub fn fine(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, level: Level::Fine, says: says.into(), fix: None }
    }

    pub fn warning(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, level: Level::Warning, says: says.into(), fix: Some(fix.into()) }
    }

    pub fn problem(check: &'static str, says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, level: Level::Problem, says: says.into(), fix: Some(fix.into()) }
    }

    pub fn line(&self) -> String {
        let word = match self.level {
            Level::Fine => "ok     ",
            Level::Warning => "warning",
            Level::Problem => "PROBLEM",
        };
        let fix = self.fix.iter().map(|fix| format!("\n{:21}fix: {fix}", "")).collect::<String>();
        format!("{word}  {:<10}  {}{fix}", self.check, self.says)
    }

    pub fn json(&self) -> Value {
        let status = match self.level {
            Level::Fine => "ok",
            Level::Warning => "warning",
            Level::Problem => "problem",
        };
        json!({ "check": self.check, "status": status, "says": self.says, "fix": self.fix })
    }
}
