//! What the server says, held against what the file's writer knows.

use super::{clerk::Clerk, fair::Fair};
use crate::{
    messy::{Messy, Person},
    soak::desk::Sheet,
};
use anyhow::Result;
use serde_json::{Value, json};
use std::time::Instant;

/// A row whose person is new, in letters of another program.
const FOREIGN: usize = 33;
const LEADS: &str = "query($e: String!) { leads(first: 2, filter: { email: { eq: $e } }) { nodes {
    firstName lastName phone title company { name domain } customFields } } }";

/// Notes how long something took.
pub fn took(sheet: &mut Sheet, what: &str, began: Instant) {
    sheet.note(&format!("{what} took"), format!("{:.2} s", began.elapsed().as_secs_f64()));
}

/// A number of an answer; none there is none that could be right.
pub fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or(-1)
}

/// Every count of an import, or of its plan.
pub fn counts(sheet: &mut Sheet, what: &str, found: &Value, file: &Messy) {
    for (name, pass) in file.counts() {
        sheet.exact(&format!("{what}: {name}"), number(&found[name]), pass);
    }
}

/// Who is in the list and in the campaign once the file is applied, and how many leads there are.
pub async fn places(
    sheet: &mut Sheet,
    by: &str,
    (clerk, import): (&Clerk, &Value),
    (fair, file): (&Fair, &Messy),
) -> Result<()> {
    let created = file.count("CREATED");
    let [even, odd] = file.met;
    let found = number(&import["leadList"]["leadCount"]);
    sheet.exact(&format!("{by}: leads in the list"), found, fair.even + odd + created);
    let found = number(&import["campaign"]["metrics"]["leads"]);
    sheet.exact(&format!("{by}: leads in the campaign"), found, fair.odd + even + created);
    let ids = clerk.export(json!({ "what": "LEADS", "columns": ["id"], "format": "JSONL" })).await?;
    sheet.exact(&format!("{by}: leads"), ids.lines().count() as i64, fair.even + fair.odd + created);
    Ok(())
}

/// One of the new leads, in all that its row says.
pub async fn somebody(sheet: &mut Sheet, by: &str, clerk: &Clerk, rows: usize) -> Result<()> {
    let who = Person::fresh(FOREIGN, rows);
    let mut found = clerk.ask(LEADS, json!({ "e": who.email })).await?["leads"]["nodes"].take();
    if let Some(fields) = found.pointer_mut("/0/customFields") {
        *fields = json!({ "Stand": fields["Stand"] });
    }
    let pass = json!([{
        "firstName": who.first, "lastName": who.last, "phone": who.phone, "title": "Vertrieb",
        "company": { "name": who.company, "domain": who.domain },
        "customFields": { "Stand": format!("Halle {} / B{FOREIGN}", FOREIGN % 9) },
    }]);
    sheet.check(&format!("{by}: a lead as its row says"), &found, &pass.to_string(), found == pass);
    Ok(())
}

/// What undoing says it did.
pub fn undone(sheet: &mut Sheet, by: &str, found: [i64; 4], file: &Messy) {
    let companies = file.counts().into_iter().find(|(name, _)| *name == "companies");
    let pass =
        [file.count("CREATED"), file.count("UPDATED"), 0, companies.map_or(0, |(_, companies)| companies)];
    let names = ["removed", "restored", "kept", "companies removed"];
    for ((name, found), pass) in names.into_iter().zip(found).zip(pass) {
        sheet.exact(&format!("{by}: {name}"), found, pass);
    }
}
