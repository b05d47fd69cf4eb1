//! Leads that come and go by the file are counted like those that come one by one.

use super::support::{rebuilt, sums, week};
use crate::{
    crm::desk::campaign,
    imports::support::{imported, worked},
    support::app::TestApp,
};
use serde_json::json;

const FILE: &[u8] = b"Email,First name\nana@acme.example,Ana\nbo@blue.example,Bo\ncy@cyan.example,Cy\n";

#[tokio::test]
async fn an_import_counts_and_one_that_is_taken_back_leaves_nobody() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let import = imported(&t, &ada, FILE, json!({ "campaignId": spring })).await;
    assert_eq!(import["counts"]["created"], 3);
    let is = week(&t, &ada).await["leads"].clone();
    assert_eq!((&is["total"], &is["new"]), (&json!(3), &json!(3)));
    let along = sums(&t).await;
    assert_eq!(rebuilt(&t, &ada).await, along, "the campaign's numbers too");
    worked(&t, &ada, "importRevert", &import["id"]).await;
    let is = week(&t, &ada).await["leads"].clone();
    assert_eq!((&is["total"], &is["new"]), (&json!(0), &json!(3)), "that they came stays true");
    let along = sums(&t).await;
    assert_eq!(rebuilt(&t, &ada).await, along);
}
