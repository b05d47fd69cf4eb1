//! Who is forgotten is not to be had from the files they came in, nor brought back by them.

use super::support::{created, done, imported, leads, sent, shown, worked};
use crate::support::{actor::Actor, app::TestApp};
use entity::{file, ids::FileId};
use leadwire::{graphql::Id, kernel::housekeeping};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Two people, and a row that is nobody: there is an error file.
const FILE: &[u8] = b"Email,First name\nana@acme.example,Ana\nbo@blue.example,Bo\nnobody,\n";

/// What an import shows of its files.
async fn look(of: &Actor, import: &Value) -> Value {
    let query = "query($id: ID!) { import(id: $id) { file { id } errorFile { id } plan { samples { changes { to } } } } }";
    of.ask(query, json!({ "id": import["id"] })).await["import"].clone()
}

fn id(file: &Value) -> FileId {
    Id::read(file["id"].as_str().unwrap_or_else(|| panic!("no file: {file}"))).unwrap().0
}

/// Whether the file can be fetched.
async fn is_had(t: &TestApp, of: &Actor, id: FileId) -> bool {
    match t.app.files().take(&of.scope().await, id).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code(), "NOT_FOUND");
            false
        }
    }
}

async fn path(t: &TestApp, id: FileId) -> PathBuf {
    let row = file::Entity::find_by_id(id).one(&t.database.connect().await).await.unwrap().unwrap();
    t.app.files().path(&row).unwrap()
}

/// Forgets who has this name, and keeps nobody out.
async fn forget(of: &Actor, name: &str) {
    let all = leads(of, "id firstName").await;
    let one = all.iter().find(|lead| lead["firstName"] == name).expect("there");
    let erase = json!({ "i": { "id": one["id"], "suppress": false } });
    of.ask("mutation($i: LeadEraseInput!) { leadErase(input: $i) { leadId } }", erase).await;
}

#[tokio::test]
async fn the_files_they_came_in_are_gone_and_no_others() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let theirs = imported(&t, &ada, FILE, json!({})).await;
    let other = imported(&t, &ada, b"Email,First name\ncy@cyan.example,Cy\n", json!({})).await;
    let before = look(&ada, &theirs).await;
    let (upload, errors) = (id(&before["file"]), id(&before["errorFile"]));
    let others = id(&look(&ada, &other).await["file"]);
    assert_eq!(before["plan"]["samples"].as_array().unwrap().len(), 3);
    for file in [upload, errors, others] {
        assert!(is_had(&t, &ada, file).await);
    }

    forget(&ada, "Ana").await;
    let after = look(&ada, &theirs).await;
    assert_eq!(after, json!({ "file": null, "errorFile": null, "plan": { "samples": [] } }));
    assert!(!is_had(&t, &ada, upload).await && !is_had(&t, &ada, errors).await);
    let kept = look(&ada, &other).await;
    assert_eq!(kept["plan"]["samples"].as_array().unwrap().len(), 1, "the other import is as it was");
    assert!(is_had(&t, &ada, others).await);

    let on_disk = [path(&t, upload).await, path(&t, errors).await, path(&t, others).await];
    t.advance(chrono::TimeDelta::seconds(1));
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!(on_disk.map(|path| path.exists()), [false, false, true]);
    let left = leads(&ada, "firstName").await;
    assert_eq!(left, [json!({ "firstName": "Bo" }), json!({ "firstName": "Cy" })]);
}

#[tokio::test]
async fn a_file_that_waits_to_be_imported_once_more_brings_nobody_back() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let file = sent(&t, &ada, "leads.csv", FILE).await;
    let mut imports = vec![];
    for again in [false, true] {
        let import = done(&ada, "importCreate", json!({ "fileId": file, "allowAgain": again })).await;
        done(&ada, "importMap", json!({ "id": import["id"] })).await;
        imports.push(worked(&t, &ada, "importPlan", &import["id"]).await);
        if !again {
            worked(&t, &ada, "importApply", &import["id"]).await;
        }
    }
    forget(&ada, "Ana").await;
    let stopped = worked(&t, &ada, "importApply", &imports[1]["id"]).await;
    assert_eq!(stopped["status"], "FAILED", "{stopped:#}");
    assert!(stopped["error"].as_str().unwrap().contains("was forgotten"), "{stopped:#}");
    assert_eq!(leads(&ada, "firstName").await, [json!({ "firstName": "Bo" })]);
    assert_eq!(shown(&ada, &imports[0]["id"]).await["status"], "APPLIED", "what was done stays");
    // The same bytes sent anew are somebody's decision.
    created(&t, &ada, FILE, json!({ "allowAgain": true })).await;
}
