//! What was asked for on the command line.

use super::desk::Backend;
use anyhow::{Context, Result, bail, ensure};

/// What was asked for on the command line.
pub struct Asked {
    names: Vec<String>,
    pub backend: Option<Backend>,
    pub scale: f64,
}

impl Asked {
    /// `known`: the names of all tests.
    pub fn parse(args: &[&str], known: &[&str]) -> Result<Self> {
        let mut asked = Self { names: vec![], backend: None, scale: 1.0 };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().copied().with_context(|| format!("{arg} takes a value"));
            match *arg {
                "--database" => asked.backend = Some(Backend::parse(value()?)?),
                "--scale" => asked.scale = value()?.parse().context("--scale takes a number")?,
                name => asked.names.push(name.to_owned()),
            }
        }
        ensure!(asked.scale > 0.0 && asked.scale <= 1.0, "--scale: more than 0, at most 1");
        for name in &asked.names {
            if name != "all" && !known.contains(&name.as_str()) {
                bail!("no soak test is called {name}; there are {} and all", known.join(", "));
            }
        }
        ensure!(!asked.names.is_empty(), "which? soak t1, or soak all");
        Ok(asked)
    }

    pub fn is_meant(&self, test: &str) -> bool {
        self.names.iter().any(|name| name == "all" || name == test)
    }
}
