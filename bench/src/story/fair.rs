//! What is there before the file comes: leads of last year, a list and two campaigns some of them are in, and people whom
//! nobody may contact.

use super::clerk::Clerk;
use crate::messy::{SUPPRESSED, stock};
use anyhow::{Result, ensure};
use serde_json::{Value, json};

/// What the list is called that the file's people join, and their campaign.
pub const LIST: &str = "Fair 2026";
pub const CAMPAIGN: &str = "Spring";

/// Where the file's people go, and who is there already.
pub struct Fair {
    pub list: Value,
    pub campaign: Value,
    /// Another one, which the import does not name.
    pub other: Value,
    /// Leads with an even number: they are in the list and in the other campaign.
    pub even: i64,
    /// Leads with an odd number: they are in the campaign.
    pub odd: i64,
}

impl Fair {
    pub async fn prepare(clerk: &Clerk, known: usize) -> Result<Self> {
        let campaign = made(clerk, "campaignCreate", json!({ "name": CAMPAIGN })).await?;
        let other = made(clerk, "campaignCreate", json!({ "name": "Autumn" })).await?;
        let list = made(clerk, "leadListCreate", json!({ "name": LIST })).await?;
        for (kind, value) in SUPPRESSED {
            made(clerk, "suppressionAdd", json!({ "kind": kind, "value": value })).await?;
        }
        let even = json!({ "leadListId": list, "campaignId": other });
        let even = entered(clerk, &stock(known, 0), even).await?;
        let odd = entered(clerk, &stock(known, 1), json!({ "campaignId": campaign })).await?;
        ensure!(even + odd == known as i64, "{even} and {odd} leads came of {known}");
        Ok(Self { list, campaign, other, even, odd })
    }
}

/// The id of what this mutation makes.
async fn made(clerk: &Clerk, name: &str, input: Value) -> Result<Value> {
    Ok(clerk.run(name, input, "id").await?["id"].clone())
}

/// Imports a clean file; how many leads came of it.
async fn entered(clerk: &Clerk, bytes: &[u8], mut input: Value) -> Result<i64> {
    input["fileId"] = clerk.send("stock.csv", bytes).await?["id"].clone();
    input["country"] = json!("DE");
    let import = clerk.import("importCreate", input).await?;
    clerk.import("importMap", json!({ "id": import["id"] })).await?;
    clerk.work("importPlan", &import["id"]).await?;
    let (applied, _) = clerk.work("importApply", &import["id"]).await?;
    Ok(applied["counts"]["created"].as_i64().unwrap_or(0))
}
