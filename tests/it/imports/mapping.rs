//! Which column is what: said, kept, suggested for the next file.

use super::support::{created, done, run};
use crate::{crm::support::fields, support::app::TestApp};
use serde_json::json;

const TEXT: &[u8] = b"Wer,Womit,Was\nAna Lima,ana@acme.example,Boss\n";

#[tokio::test]
async fn a_mapping_is_said_kept_and_suggested_again() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let guessed: Vec<_> =
        import["suggestion"].as_array().unwrap().iter().map(|c| c["field"].clone()).collect();
    assert_eq!(guessed, ["CUSTOM", "EMAIL", "CUSTOM"]);
    let columns = json!([{ "column": "Wer", "field": "FULL_NAME" }, { "column": "Womit", "field": "EMAIL" }, { "column": "Was", "field": "TITLE" }]);
    let mapped = done(&ada, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    assert_eq!(
        (mapped["status"].as_str(), mapped["mapping"][2]["field"].as_str()),
        (Some("MAPPED"), Some("TITLE"))
    );
    let keep = json!({ "i": { "importId": import["id"], "name": "Fair" } });
    let query = "mutation($i: ImportMappingSaveInput!) { importMappingSave(input: $i) { id name columns { column field } version } }";
    let kept = ada.ask(query, keep.clone()).await["importMappingSave"].clone();
    assert_eq!(kept["columns"][0], json!({ "column": "Wer", "field": "FULL_NAME" }));
    assert_eq!(
        ada.ask(query, keep).await["importMappingSave"]["version"],
        2,
        "one of the same name is replaced"
    );
    // The columns in another order and spelling.
    let next = created(&t, &ada, b"was;womit;WER\nBoss;bo@blue.example;Bo\n", json!({})).await;
    let suggested: Vec<_> = next["suggestion"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["field"].clone(), c["by"].clone()))
        .collect();
    assert_eq!(suggested[0], (json!("TITLE"), json!("SAVED")));
    assert_eq!(suggested[2].0, "FULL_NAME");
    let delete = "mutation($i: ImportMappingDeleteInput!) { importMappingDelete(input: $i) { id } }";
    ada.ask(delete, json!({ "i": { "id": kept["id"] } })).await;
    let left = ada.ask("{ importMappings { totalCount nodes { name } } }", json!({})).await;
    assert_eq!(left["importMappings"]["totalCount"], 0);
}

#[tokio::test]
async fn a_mapping_that_names_nobody_is_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let columns = json!([{ "column": "Was", "field": "TITLE" }, { "column": "Nix", "field": "EMAIL" }]);
    let answer = run(&ada, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    assert_eq!(fields(&answer), ["columns.1.column", "columns"], "{answer:#}");
    let twice = json!([{ "column": "Was", "field": "EMAIL" }, { "column": "Womit", "field": "EMAIL" }]);
    let answer = run(&ada, "importMap", json!({ "id": import["id"], "columns": twice })).await;
    assert_eq!(fields(&answer), ["columns.1.field"]);
    let stale = run(&ada, "importMap", json!({ "id": import["id"], "expectedVersion": 7 })).await;
    assert_eq!(stale["errors"][0]["extensions"]["code"], "CONFLICT");
}
