//! From upload to campaign and back, through GraphQL alone.

use super::{
    clerk::{Clerk, Followed},
    fair::Fair,
    found::{counts, number, places, somebody, took, undone},
};
use crate::{
    messy::{COLUMNS, Messy, corrected, told},
    soak::desk::Sheet,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Instant;

/// What the corrected mapping is kept as.
pub const MAPPING: &str = "Fair";
/// Rows of each outcome that a plan shows, at most.
const SHOWN: i64 = 5;
/// Lines that a plan names, at most.
const NAMED: usize = 20;
const SAMPLES: &str = "query($id: ID!) { import(id: $id) { plan { samples {
    line outcome changes { field } problems { message } } } } }";

/// Ends where it began. The text of the error file.
pub async fn tell(sheet: &mut Sheet, clerk: &Clerk, (fair, file): (&Fair, &Messy)) -> Result<String> {
    let id = mapped(sheet, clerk, (fair, file)).await?;
    let began = Instant::now();
    let (planned, followed) = clerk.work("importPlan", &id).await?;
    took(sheet, "GraphQL: plan", began);
    live(sheet, "plan", &followed, file);
    reviewed(sheet, clerk, &planned, file).await?;
    let began = Instant::now();
    let (applied, followed) = clerk.work("importApply", &id).await?;
    took(sheet, "GraphQL: apply", began);
    live(sheet, "apply", &followed, file);
    counts(sheet, "GraphQL: applied", &applied["counts"], file);
    places(sheet, "GraphQL", (clerk, &applied), (fair, file)).await?;
    somebody(sheet, "GraphQL", clerk, file.rows).await?;
    let errors = clerk.fetch(&applied["errorFile"]["downloadUrl"]).await?;
    refused(sheet, "GraphQL", &errors, file);
    let began = Instant::now();
    let (reverted, _) = clerk.work("importRevert", &id).await?;
    took(sheet, "GraphQL: revert", began);
    let revert = &reverted["revert"];
    let found = ["removed", "restored", "kept", "companies"].map(|name| number(&revert[name]));
    undone(sheet, "GraphQL", found, file);
    Ok(errors)
}

/// Sends the file, looks at the suggestion, corrects and keeps it; the import's id.
async fn mapped(sheet: &mut Sheet, clerk: &Clerk, (fair, file): (&Fair, &Messy)) -> Result<Value> {
    let began = Instant::now();
    let sent = clerk.send("fair.csv", &file.bytes).await?;
    took(sheet, "GraphQL: upload", began);
    sheet.exact("GraphQL: bytes sent", number(&sent["bytes"]), file.bytes.len() as i64);
    let input = json!({
        "fileId": sent["id"], "leadListId": fair.list, "campaignId": fair.campaign, "country": "DE",
    });
    let began = Instant::now();
    let import = clerk.import("importCreate", input).await?;
    took(sheet, "GraphQL: look at it", began);
    let is_read = import["encoding"] == "UTF-8" && import["delimiter"] == ";" && import["hasHeader"] == true;
    let found = format!("{}, {}, {}", import["encoding"], import["delimiter"], import["hasHeader"]);
    sheet.check("GraphQL: encoding, delimiter, header", found, "\"UTF-8\", \";\", true", is_read);
    let suggested = import["suggestion"].as_array().context("a suggestion")?;
    sheet.exact("GraphQL: columns", suggested.len(), COLUMNS.len());
    let columns: Vec<Value> = suggested.iter().map(column).collect();
    let changed = suggested.iter().zip(&columns).filter(|(a, b)| a["field"] != b["field"]).count();
    sheet.exact("GraphQL: columns corrected", changed, 4);
    let input = json!({ "id": import["id"], "columns": columns });
    let mapped = clerk.import("importMap", input).await?;
    let is_said = mapped["mapping"].as_array().is_some_and(|all| {
        all.iter().zip(&columns).all(|(is, said)| is["field"] == said["field"]) && all.len() == columns.len()
    });
    sheet.check("GraphQL: mapped as said", is_said, "true", is_said);
    let keep = json!({ "importId": import["id"], "name": MAPPING });
    clerk.run("importMappingSave", keep, "id").await?;
    Ok(import["id"].clone())
}

/// A column as somebody says who knows the file.
fn column(suggested: &Value) -> Value {
    let text = |name: &str| suggested[name].as_str().unwrap_or_default();
    let (field, name) = corrected(text("column"), text("field"));
    json!({ "column": text("column"), "field": field, "customField": name })
}

fn live(sheet: &mut Sheet, step: &str, followed: &Followed, file: &Messy) {
    sheet.note(&format!("GraphQL: {step}, messages of its job"), followed.messages);
    sheet.exact(&format!("GraphQL: {step}, times that progress went back"), followed.setbacks, 0);
    let rows = file.lines.len() as i64;
    sheet.exact(&format!("GraphQL: {step}, rows its job did"), followed.processed, rows);
}

/// The plan: its counts, the lines in another encoding, and rows of each outcome to look at. Nothing is imported by it.
async fn reviewed(sheet: &mut Sheet, clerk: &Clerk, planned: &Value, file: &Messy) -> Result<()> {
    let plan = &planned["plan"];
    counts(sheet, "GraphQL: planned", &plan["counts"], file);
    sheet.exact("GraphQL: planned in part", plan["isPartial"].as_bool().unwrap_or(true), false);
    let foreign = file.foreign.len() as i64;
    sheet.exact("GraphQL: rows in another encoding", number(&plan["foreignRows"]), foreign);
    let lines: Vec<i64> = file.foreign.iter().copied().take(NAMED).collect();
    let named = &plan["foreignLines"];
    sheet.check("GraphQL: their lines", named, &json!(lines).to_string(), *named == json!(lines));
    sheet.exact("GraphQL: rows imported by planning", number(&planned["counts"]["rows"]), 0);
    let shown = clerk.ask(SAMPLES, json!({ "id": planned["id"] })).await?;
    let samples = shown["import"]["plan"]["samples"].as_array().context("samples")?;
    let all = ["CREATED", "UPDATED", "UNCHANGED", "DUPLICATE", "CONFLICTING", "SUPPRESSED", "INVALID"];
    let pass: i64 = all.iter().map(|outcome| file.count(outcome).min(SHOWN)).sum();
    sheet.exact("GraphQL: rows shown of each outcome", samples.len() as i64, pass);
    let is_wrong = |sample: &&Value| {
        let known = file.lines.get(&number(&sample["line"])).copied();
        known.is_none() || sample["outcome"].as_str() != known
    };
    sheet.exact("GraphQL: rows shown wrongly", samples.iter().filter(is_wrong).count(), 0);
    let silent = |sample: &&Value| {
        sample["outcome"] == "INVALID" && sample["problems"].as_array().is_none_or(Vec::is_empty)
    };
    sheet.exact("GraphQL: invalid rows without a reason", samples.iter().filter(silent).count(), 0);
    Ok(())
}

/// The rows that could not be taken: each with its line, and no formula among their cells.
pub fn refused(sheet: &mut Sheet, by: &str, text: &str, file: &Messy) {
    let (found, pass) = (told(text), file.refused());
    sheet.exact(&format!("{by}: rows in the error file"), found.len(), pass.len());
    let wrong = found.iter().zip(&pass).filter(|(found, pass)| found != pass).count();
    sheet.exact(&format!("{by}: rows told wrongly in it"), wrong, 0);
    let safe = text.matches("'=1+1").count();
    sheet.exact(&format!("{by}: formulas made harmless in it"), safe, file.formulas);
    let open = text.matches(",=").count() + text.matches(",\"=").count();
    sheet.exact(&format!("{by}: formulas left in it"), open, 0);
}
