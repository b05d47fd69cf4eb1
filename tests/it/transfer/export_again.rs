//! What went out comes in again as it was.

use super::support::{exported, lead};
use crate::{
    imports::support::{count, imported, leads},
    support::app::TestApp,
};
use serde_json::json;

const COLUMNS: [&str; 8] =
    ["firstName", "lastName", "fullName", "email", "phone", "city", "tags", "icebreaker"];

#[tokio::test]
async fn what_was_exported_changes_nothing_when_it_is_imported() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ana = json!({
        "firstName": "Ana", "lastName": "Lima", "email": "ana@acme.example", "phone": "+49 30 901820",
        "city": "@home", "tags": ["=a", "b"], "icebreaker": "=1+1 is two",
    });
    lead(&ada, ana).await;
    lead(&ada, json!({ "firstName": "Bo", "email": "bo@blue.example", "icebreaker": "'=quoted" })).await;
    let shown = "email version updatedAt phone city tags icebreaker";
    let before = leads(&ada, shown).await;
    let file = exported(&t, &ada, json!({ "what": "LEADS", "format": "CSV", "columns": COLUMNS })).await;
    let text = String::from_utf8(file.clone()).unwrap();
    for cell in ["'+49 30 901820", "'@home", "'=a; b", "'=1+1 is two", "''=quoted"] {
        assert!(text.contains(cell), "{cell}: {text}");
    }
    let import = imported(&t, &ada, &file, json!({})).await;
    assert_eq!(count(&import, "counts", "unchanged"), 2, "{import:#}");
    assert_eq!(leads(&ada, shown).await, before);
}
