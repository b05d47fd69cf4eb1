//! Reading credentials without showing them.

use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    io::{IsTerminal, Read, stdin},
    process::{Command, Stdio},
};

/// From the argument, from standard input, or from a person who is asked. Errors never repeat it.
pub fn credentials(given: Option<&str>) -> Result<Value> {
    let text = match given {
        Some("-") => piped()?,
        Some(text) => text.to_owned(),
        None if stdin().is_terminal() => asked()?,
        None => piped()?,
    };
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let read: Option<Value> = serde_json::from_str(&text).ok();
    read.filter(Value::is_object).context("the credentials are a JSON object, such as {\"apiKey\":\"…\"}")
}

fn piped() -> Result<String> {
    let mut text = String::new();
    stdin().read_to_string(&mut text).context("cannot read the credentials from standard input")?;
    Ok(text)
}

fn asked() -> Result<String> {
    eprint!("Credentials as JSON (not shown): ");
    let mut line = String::new();
    {
        let _hidden = Hidden::begin();
        stdin().read_line(&mut line).context("cannot read the credentials")?;
    }
    eprintln!();
    Ok(line)
}

/// The terminal shows nothing as long as this lives.
struct Hidden;

impl Hidden {
    fn begin() -> Self {
        echo("-echo");
        Self
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        echo("echo");
    }
}

fn echo(how: &str) {
    let told = Command::new("stty").arg(how).stdin(Stdio::inherit()).status();
    if !told.is_ok_and(|status| status.success()) {
        eprintln!("(this terminal cannot hide what is typed)");
    }
}
