//! Which column is what: said, kept, suggested for the next file.

use super::support::{created, done, leads, run, sent, shown, worked};
use crate::{
    crm::support::fields,
    support::{
        actor::{Actor, code, field},
        app::TestApp,
    },
};
use chrono::TimeDelta;
use serde_json::{Value, json};

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
    let delete = "mutation($i: ImportMappingDeleteInput!) { importMappingDelete(input: $i) { deletedId } }";
    let gone = ada.ask(delete, json!({ "i": { "id": kept["id"] } })).await;
    assert_eq!(gone["importMappingDelete"]["deletedId"], kept["id"]);
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

/// Says which column is what, and keeps that under a name.
async fn kept(of: &Actor, import: &Value, name: &str, columns: Value) -> Value {
    done(of, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    let save = "mutation($i: ImportMappingSaveInput!) { importMappingSave(input: $i) { id } }";
    let input = json!({ "importId": import["id"], "name": name });
    of.ask(save, json!({ "i": input })).await["importMappingSave"]["id"].clone()
}

/// What each column is, and who says so.
fn meant(columns: &Value) -> Value {
    columns.as_array().expect("a list").iter().map(|column| json!([column["field"], column["by"]])).collect()
}

fn titled() -> Value {
    json!([{ "column": "Wer", "field": "FULL_NAME" }, { "column": "Womit", "field": "EMAIL" }, { "column": "Was", "field": "TITLE" }])
}

#[tokio::test]
async fn a_kept_mapping_that_is_named_goes_before_the_newest_and_before_the_suggestion() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let older = kept(&ada, &import, "Fair", titled()).await;
    t.advance(TimeDelta::minutes(1));
    let plain = json!([{ "column": "Wer", "field": "LAST_NAME" }, { "column": "Womit", "field": "EMAIL" }]);
    let newer = kept(&ada, &import, "Desk", plain).await;
    let titled = json!([["FULL_NAME", "SAVED"], ["EMAIL", "SAVED"], ["TITLE", "SAVED"]]);
    let plain = json!([["LAST_NAME", "SAVED"], ["EMAIL", "SAVED"], ["IGNORE", "SAVED"]]);

    let more = |mapping: &Value| json!({ "hasHeader": true, "allowAgain": true, "mappingId": mapping });
    let silent = created(&t, &ada, TEXT, more(&Value::Null)).await;
    assert_eq!(meant(&silent["suggestion"]), plain, "unless it is said, the newest");
    let named = created(&t, &ada, TEXT, more(&older)).await;
    assert_eq!(meant(&named["suggestion"]), titled);
    let mapped = done(&ada, "importMap", json!({ "id": named["id"] })).await;
    assert_eq!((mapped["status"].as_str(), meant(&mapped["mapping"])), (Some("MAPPED"), titled.clone()));
    let again = done(&ada, "importMap", json!({ "id": named["id"], "mappingId": newer })).await;
    assert_eq!(meant(&again["mapping"]), plain, "another than was suggested");
    assert_eq!(meant(&again["suggestion"]), titled, "which stays on record");
    worked(&t, &ada, "importPlan", &named["id"]).await;
    worked(&t, &ada, "importApply", &named["id"]).await;
    assert_eq!(
        leads(&ada, "lastName title email").await,
        [json!({ "lastName": "Ana Lima", "title": null, "email": "ana@acme.example" })]
    );
}

#[tokio::test]
async fn a_kept_mapping_beside_columns_or_for_other_columns_is_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let mapping = kept(&ada, &import, "Fair", titled()).await;
    let more = json!({ "hasHeader": true, "allowAgain": true });
    let next = created(&t, &ada, TEXT, more).await;
    let both = json!({ "id": next["id"], "mappingId": mapping, "columns": titled() });
    let answer = run(&ada, "importMap", both).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "columns"), "{answer:#}");
    let towns = created(&t, &ada, b"City,Country\nRome,IT\n", json!({ "hasHeader": true })).await;
    let answer = run(&ada, "importMap", json!({ "id": towns["id"], "mappingId": mapping })).await;
    assert_eq!(
        (code(&answer), field(&answer)),
        ("BAD_USER_INPUT", "mappingId"),
        "it names nobody: {answer:#}"
    );
    for import in [&next, &towns] {
        let is = shown(&ada, &import["id"]).await;
        assert_eq!(
            (&is["status"], &is["mapping"], &is["version"]),
            (&json!("UPLOADED"), &json!([]), &import["version"])
        );
    }
}

#[tokio::test]
async fn a_mapping_of_others_or_one_that_is_gone_is_none() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let mapping = kept(&ada, &import, "Fair", titled()).await;
    let theirs = created(&t, &eve, TEXT, json!({ "hasHeader": true })).await;
    let delete = "mutation($i: ImportMappingDeleteInput!) { importMappingDelete(input: $i) { __typename } }";
    for (who, own) in [(&eve, &theirs), (&ada, &import)] {
        if who.agency == ada.agency {
            ada.ask(delete, json!({ "i": { "id": mapping } })).await;
        }
        let mapped = run(who, "importMap", json!({ "id": own["id"], "mappingId": mapping })).await;
        assert_eq!(code(&mapped), "NOT_FOUND", "{mapped:#}");
        let file = sent(&t, who, "leads.csv", TEXT).await;
        let again = json!({ "fileId": file, "hasHeader": true, "allowAgain": true, "mappingId": mapping });
        let made = run(who, "importCreate", again).await;
        assert_eq!(code(&made), "NOT_FOUND", "{made:#}");
        let all = who.ask("{ imports { totalCount } }", json!({})).await;
        assert_eq!(all["imports"]["totalCount"], 1, "none was made");
    }
    assert_eq!(shown(&eve, &theirs["id"]).await["status"], "UPLOADED");
    let is = shown(&ada, &import["id"]).await;
    assert_eq!(is["mapping"][0]["field"], "FULL_NAME", "what it was mapped by stays");
}
