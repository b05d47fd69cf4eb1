//! The same by `leadwire import`: it shows the plan, asks, does it; and undoes it.

use super::{
    clerk::Clerk,
    door::{MAPPING, refused},
    fair::{CAMPAIGN, Fair, LIST},
    found::{counts, places, somebody, took, undone},
};
use crate::{
    child::Child,
    messy::{Encoding, messy},
    soak::desk::{Place, Sheet, crew::Spec},
};
use anyhow::{Context, Result};
use serde_json::json;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// For a table: there is a line when all rows were gone through.
const PATIENCE: Duration = Duration::from_secs(900);
/// What the tables call the counts.
const NAMES: [(&str, &str); 9] = [
    ("created", "created"),
    ("updated", "updated"),
    ("unchanged", "unchanged"),
    ("duplicate in the file", "duplicate"),
    ("skipped", "skipped"),
    ("conflicting", "conflicting"),
    ("suppressed", "suppressed"),
    ("invalid", "invalid"),
    ("all", "rows"),
];

/// Imports the same rows in the letters of Windows; the import's id. `errors`: what the error file must say.
pub async fn import(
    sheet: &mut Sheet,
    place: &Place,
    (fair, rows): (&Fair, usize),
    errors: &str,
) -> Result<String> {
    let file = messy(rows, Encoding::Windows);
    let path = place.folder.path().join("fair.csv");
    std::fs::write(&path, &file.bytes)?;
    let path = path.to_str().context("a path of letters")?;
    let to = ["--list", LIST, "--campaign", CAMPAIGN, "--mapping", MAPPING, "--country", "DE"];
    let words: Vec<&str> = ["import", path].into_iter().chain(to).collect();
    let mut began = Instant::now();
    let mut child = Spec::of(place, &words).start()?;
    let pass: HashMap<&str, i64> = file.counts().into_iter().collect();
    for (step, what) in [("plan", "planned"), ("apply", "applied")] {
        let found = table(&mut child, "all").await?;
        took(sheet, &format!("command: {step}"), began);
        began = Instant::now();
        for (shown, name) in NAMES {
            let found = found.get(shown).copied().unwrap_or(-1);
            sheet.exact(&format!("command: {what}: {name}"), found, pass[name]);
        }
        if step == "plan" {
            child.tell("y").await?;
        }
    }
    let peak = child.peak().map_or("?".to_owned(), |peak| format!("{} MiB", peak >> 20));
    sheet.note("command: memory at most", peak);
    let id = child.after("leadwire import --revert ").await?;
    sheet.exact("command: exit code", child.code().await?.unwrap_or(-1), 0);
    let text = std::fs::read_to_string(place.folder.path().join("fair-errors.csv"))?;
    refused(sheet, "command", &text, &file);
    sheet.check("command: the error file is that of GraphQL", text == errors, "true", text == errors);
    let clerk = Clerk::at_work(place).await?;
    let shown = clerk.shown(&json!(id)).await?;
    sheet.note("command: encoding", &shown["encoding"]);
    counts(sheet, "command: applied, as GraphQL says", &shown["counts"], &file);
    places(sheet, "command", (&clerk, &shown), (fair, &file)).await?;
    somebody(sheet, "command", &clerk, rows).await?;
    clerk.leave().await?;
    Ok(id)
}

/// Undoes it.
pub async fn revert(sheet: &mut Sheet, place: &Place, rows: usize, id: &str) -> Result<()> {
    let began = Instant::now();
    let mut child = Spec::of(place, &["import", "--revert", id]).start()?;
    let found = table(&mut child, "companies removed").await?;
    sheet.exact("command: exit code of undoing", child.code().await?.unwrap_or(-1), 0);
    took(sheet, "command: revert", began);
    let names = ["removed", "as before", "changed since, kept", "companies removed"];
    let found = names.map(|name| found.get(name).copied().unwrap_or(-1));
    undone(sheet, "command", found, &messy(rows, Encoding::Windows));
    Ok(())
}

/// The numbers of the next table, by name, down to the row `last`.
async fn table(child: &mut Child, last: &str) -> Result<HashMap<String, i64>> {
    let mut all = HashMap::new();
    loop {
        let line = child.line_within(PATIENCE).await?;
        let Some((name, count)) = row(&line) else { continue };
        let is_last = name == last;
        all.insert(name, count);
        if is_last {
            return Ok(all);
        }
    }
}

/// A row of a table that ends with a number; its lines are not of it.
fn row(line: &str) -> Option<(String, i64)> {
    let is_between = |letter: char| letter.is_whitespace() || ('\u{2500}'..='\u{257F}').contains(&letter);
    let mut words: Vec<&str> = line.split(is_between).filter(|word| !word.is_empty()).collect();
    let count = words.pop()?.parse().ok()?;
    Some((words.join(" "), count))
}
