//! All that an import may change, read in full before and after, through the exports anybody can ask for.

use super::{clerk::Clerk, fair::Fair};
use crate::soak::desk::Sheet;
use anyhow::Result;
use serde_json::{Map, Value, json};

const NUMBERS: &str = "{
    campaigns(first: 20) { nodes { id name status metrics { leads qualified contacted replied bounced unsubscribed } } }
    leadLists(first: 20) { nodes { id name leadCount } } tags(first: 50) { nodes { name leadCount } }
    leads(first: 1) { totalCount } companies(first: 1) { totalCount } }";
/// They say when, not what: undoing is something that happens to a lead, too.
const WHEN: [&str; 2] = ["updatedAt", "lastActivityAt"];

/// What there is, line by line.
pub struct Books(Vec<(&'static str, Vec<String>)>);

impl Books {
    pub async fn read(clerk: &Clerk, fair: &Fair) -> Result<Self> {
        let asked = [
            ("leads", json!({ "what": "LEADS" })),
            ("companies", json!({ "what": "COMPANIES" })),
            ("leads of the list", json!({ "what": "LEADS", "leadFilter": { "listIds": [fair.list] } })),
            ("leads of the campaign", json!({ "what": "CAMPAIGN_LEADS", "campaignId": fair.campaign })),
            ("leads of the other campaign", json!({ "what": "CAMPAIGN_LEADS", "campaignId": fair.other })),
        ];
        let mut all = vec![];
        for (what, mut input) in asked {
            input["format"] = json!("JSONL");
            let text = clerk.export(input).await?;
            all.push((what, text.lines().map(timeless).collect::<Result<Vec<String>>>()?));
        }
        let numbers = serde_json::to_string_pretty(&clerk.ask(NUMBERS, json!({})).await?)?;
        all.push(("numbers", numbers.lines().map(str::to_owned).collect()));
        Ok(Self(all))
    }

    /// Nothing may differ.
    pub fn hold_against(&self, before: &Self, sheet: &mut Sheet, by: &str) {
        for ((what, now), (_, was)) in self.0.iter().zip(&before.0) {
            let different: Vec<_> = now.iter().zip(was).filter(|(now, was)| now != was).collect();
            if let Some((now, was)) = different.first() {
                eprintln!("{what} before:\n{was}\nafter:\n{now}");
            }
            sheet.exact(&format!("{by}: {what} after undoing, lines"), now.len(), was.len());
            sheet.exact(&format!("{by}: {what} after undoing, lines that differ"), different.len(), 0);
        }
    }
}

fn timeless(line: &str) -> Result<String> {
    let mut fields: Map<String, Value> = serde_json::from_str(line)?;
    for name in WHEN {
        fields.remove(name);
    }
    Ok(serde_json::to_string(&fields)?)
}
