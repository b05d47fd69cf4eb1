//! What the stories about imports share.

use crate::support::{actor::Actor, app::TestApp};
use entity::{
    file::FilePurpose,
    ids::{FileId, TypedId},
};
use leadwire::kernel::{files::NewFile, tx::Tx};
use serde_json::{Value, json};

/// What a story usually looks at.
pub const SHOWN: &str = "id status version encoding delimiter hasHeader columnNames listName error
    suggestion { column field customField confidence by } mapping { column field by }
    leadList { id name leadCount } counts { rows created updated unchanged skipped duplicate conflicting suppressed invalid companies incomplete }
    plan { isPartial foreignRows foreignLines counts { rows created updated unchanged skipped duplicate conflicting suppressed invalid companies incomplete } }
    revert { removed restored kept companies } errorFile { name bytes } job { id status progress processed }";

/// Sends a file, as the doors do.
pub async fn sent(t: &TestApp, of: &Actor, name: &str, bytes: &[u8]) -> String {
    let scope = of.scope().await;
    let new = NewFile {
        name: name.to_owned(),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Upload,
        created_by: scope.actor().columns().1,
        expires_at: None,
    };
    let mut out = t.app.files().create(of.agency, new).await.expect("begun");
    out.write(bytes).await.expect("written");
    let tx = Tx::begin(&t.app, &scope).await.expect("begun");
    let row = out.finish(&tx).await.expect("whole");
    tx.commit().await.expect("committed");
    row.id.shown()
}

/// The bytes of a file, as text.
pub async fn text_of(t: &TestApp, of: &Actor, file: FileId) -> String {
    let scope = of.scope().await;
    let row = scope.get::<entity::file::Entity>(file, &scope.read(&t.app)).await.expect("there");
    std::fs::read_to_string(t.app.files().path(&row).expect("a path")).expect("text")
}

/// Runs the mutation `name`, showing an import; the whole answer.
pub async fn run(of: &Actor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    of.gql(&format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ {SHOWN} }} }}"), json!({ "i": input }))
        .await
}

/// The same when it must go well; the import.
pub async fn done(of: &Actor, name: &str, input: Value) -> Value {
    let answer = run(of, name, input).await;
    assert!(answer["errors"].is_null(), "{name}: {answer:#}");
    answer["data"][name].clone()
}

/// An import of this text with further input.
pub async fn created(t: &TestApp, of: &Actor, text: &[u8], more: Value) -> Value {
    let mut input = json!({ "fileId": sent(t, of, "leads.csv", text).await });
    for (name, value) in more.as_object().expect("an object") {
        input[name] = value.clone();
    }
    done(of, "importCreate", input).await
}

/// The import as it is.
pub async fn shown(of: &Actor, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ import(id: $id) {{ {SHOWN} }} }}");
    of.ask(&query, json!({ "id": id })).await["import"].clone()
}

/// Takes the step, runs what it books, and shows the import.
pub async fn worked(t: &TestApp, of: &Actor, step: &str, id: &Value) -> Value {
    done(of, step, json!({ "id": id })).await;
    t.run_tasks().await;
    shown(of, id).await
}

/// From a text to leads, with the suggested mapping.
pub async fn imported(t: &TestApp, of: &Actor, text: &[u8], more: Value) -> Value {
    let import = created(t, of, text, more).await;
    done(of, "importMap", json!({ "id": import["id"] })).await;
    worked(t, of, "importPlan", &import["id"]).await;
    worked(t, of, "importApply", &import["id"]).await
}

/// The leads by e-mail address: what a query shows of them.
pub async fn leads(of: &Actor, fields: &str) -> Vec<Value> {
    let query = format!(
        "{{ leads(first: 100, orderBy: {{ field: CREATED_AT, direction: ASC }}) {{ nodes {{ {fields} }} }} }}"
    );
    of.ask(&query, json!({})).await["leads"]["nodes"].as_array().expect("a list").clone()
}

/// A count of the import.
pub fn count(import: &Value, of: &str, name: &str) -> i64 {
    let counts = if of == "plan" { &import["plan"]["counts"] } else { &import["counts"] };
    counts[name].as_i64().unwrap_or_else(|| panic!("{name} in {import:#}"))
}
