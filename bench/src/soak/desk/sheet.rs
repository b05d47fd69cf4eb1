//! What one test found, beside what it had to find.

use super::Backend;
use crate::harness;
use anyhow::{Error, Result, ensure};
use std::{fmt::Display, time::Instant};

const HEAD: &str =
    "| test | database | scale | what | found | pass | verdict |\n|---|---|---|---|---|---|---|";

/// The findings of one test on one database.
pub struct Sheet {
    pub test: &'static str,
    pub backend: Backend,
    /// Share of the full load, for trying a test out; a verdict counts at 1.
    pub scale: f64,
    began: Instant,
    lines: Vec<(String, String, String, Option<bool>)>,
}

impl Sheet {
    pub fn new(test: &'static str, backend: Backend, scale: f64) -> Self {
        eprintln!("{test} on {backend} …");
        Self { test, backend, scale, began: Instant::now(), lines: vec![] }
    }

    /// So many at full load; here the scale's share of them, `least` at least.
    pub fn share(&self, full: usize, least: usize) -> usize {
        usize::max(least, (full as f64 * self.scale).round() as usize)
    }

    /// A number that must be as it is said to pass.
    pub fn check(&mut self, what: &str, found: impl Display, pass: &str, is_met: bool) {
        self.put(what, found.to_string(), pass.to_owned(), Some(is_met));
    }

    /// A number that must be exactly this.
    pub fn exact<T: Display + PartialEq>(&mut self, what: &str, found: T, pass: T) {
        let is_met = found == pass;
        self.put(what, found.to_string(), pass.to_string(), Some(is_met));
    }

    /// A number to be known.
    pub fn note(&mut self, what: &str, found: impl Display) {
        self.put(what, found.to_string(), String::new(), None);
    }

    pub fn broke(&mut self, error: &Error) {
        self.put(
            "came to its end",
            format!("{error:#}").replace(['\n', '|'], " "),
            "yes".into(),
            Some(false),
        );
    }

    fn put(&mut self, what: &str, found: String, pass: String, is_met: Option<bool>) {
        eprintln!("  {} {what}: {found} {pass}", verdict(is_met));
        self.lines.push((what.to_owned(), found, pass, is_met));
    }

    pub fn close(&mut self) {
        let took = format!("{:.0} s", self.began.elapsed().as_secs_f64());
        self.note("took", took);
    }

    /// Something was checked, and all of it was met.
    fn is_passed(&self) -> bool {
        let checked = self.lines.iter().filter_map(|line| line.3);
        checked.clone().count() > 0 && checked.clone().all(|is_met| is_met)
    }

    fn title(&self) -> String {
        format!("{} on {}", self.test, self.backend)
    }

    fn print(&self) {
        for (what, found, pass, is_met) in &self.lines {
            let Self { test, backend, scale, .. } = self;
            println!("| {test} | {backend} | {scale} | {what} | {found} | {pass} | {} |", verdict(*is_met));
        }
    }
}

/// Prints what was found, all of it in one table; an error where something was missed.
pub fn conclude(all: &[Sheet]) -> Result<()> {
    println!("\n{}\n\n{HEAD}", harness::machine());
    for sheet in all {
        sheet.print();
    }
    let failed: Vec<_> = all.iter().filter(|sheet| !sheet.is_passed()).map(Sheet::title).collect();
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn verdict(is_met: Option<bool>) -> &'static str {
    match is_met {
        Some(true) => "pass",
        Some(false) => "FAIL",
        None => "",
    }
}

/// The value that `share` (0 to 1) of all do not exceed.
pub fn percentile(mut all: Vec<f64>, share: f64) -> f64 {
    all.sort_by(f64::total_cmp);
    let at = (all.len() as f64 * share).ceil() as usize;
    all.get(at.saturating_sub(1)).copied().unwrap_or(0.0)
}
