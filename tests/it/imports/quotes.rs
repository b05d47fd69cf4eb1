//! A quote that nobody closed, and what stands below it.

use super::support::{count, created, done, leads, text_of, worked};
use crate::support::app::TestApp;
use serde_json::json;

/// The next quote opens a cell two rows further down.
const FILE: &str = "Email,Name,Job title\n\
    ana@acme.example,\"Ana Lima,\n\
    bo@acme.example,Bo Blue,\n\
    cy@acme.example,Cy Cyan,\"Chief\"\n\
    di@acme.example,Di Dove,\"Head,\nof sales\"\n";

#[tokio::test]
async fn a_quote_that_is_closed_by_another_cells_costs_no_row_but_its_own() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, FILE.as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(applied["counts"], planned["plan"]["counts"], "what was planned is what happened");
    for (name, rows) in [("rows", 4), ("created", 3), ("invalid", 1)] {
        assert_eq!(count(&applied, "counts", name), rows, "{name}: {applied:#}");
    }
    let all = leads(&ada, "email fullName title").await;
    assert_eq!(all.len(), 3, "{all:#?}");
    for (email, name, title) in [
        ("bo@acme.example", "Bo Blue", None),
        ("cy@acme.example", "Cy Cyan", Some("Chief")),
        ("di@acme.example", "Di Dove", Some("Head, of sales")),
    ] {
        let wanted = json!({ "email": email, "fullName": name, "title": title });
        assert!(all.contains(&wanted), "{wanted} in {all:#?}");
    }
    let query = "query($id: ID!) { import(id: $id) { errorFile { id } } }";
    let file = ada.ask(query, json!({ "id": import["id"] })).await["import"]["errorFile"]["id"].clone();
    let file =
        file.as_str().and_then(|id| id.strip_prefix("file_")).expect("a file").parse().expect("its id");
    let told = text_of(&t, &ada, file).await;
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("\r\n2,INVALID,") && told.contains("closing quotation mark"), "{told}");
    assert!(told.contains("ana@acme.example") && !told.contains("bo@"), "{told}");
}
