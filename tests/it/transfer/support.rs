//! What the stories of files share.

use crate::support::{
    actor::Actor,
    app::TestApp,
    rows::{self, noon},
    server::{Reply, TestServer},
};
use chrono::TimeDelta;
use entity::{file, ids::FileId, lead};
use leadwire::graphql::Id;
use reqwest::Method;
use sea_orm::{ActiveValue::Set, EntityTrait, TransactionOptions, TransactionTrait};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt;

/// Sends a file as a plain body; the answer.
pub async fn send(server: &TestServer, who: &Actor, name: &str, body: impl Into<reqwest::Body>) -> Reply {
    let query: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let request = server.request(Method::POST, &format!("/files?name={query}"));
    let request = request.header("authorization", who.bearer().await).header("content-type", "text/csv");
    Reply::of(request.body(body)).await
}

/// Sends one, which must go well: its id.
pub async fn sent(server: &TestServer, who: &Actor, name: &str, body: &'static str) -> String {
    let reply = send(server, who, name, body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()["id"].as_str().unwrap().to_owned()
}

/// Fetches a file with the caller's credentials.
pub async fn fetch(server: &TestServer, who: &Actor, id: &str) -> Reply {
    let request = server.request(Method::GET, &format!("/files/{id}"));
    Reply::of(request.header("authorization", who.bearer().await)).await
}

/// Makes a lead, which must go well.
pub async fn lead(actor: &Actor, input: Value) -> Value {
    done(actor, "leadCreate", input).await
}

/// Makes a company, which must go well.
pub async fn company(actor: &Actor, input: Value) -> Value {
    done(actor, "companyCreate", input).await
}

/// Runs the mutation `name`, which must go well: the id of what it answers.
pub async fn done(actor: &Actor, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ id }} }}");
    actor.ask(&query, json!({ "i": input })).await[name]["id"].clone()
}

/// Every row there is.
pub async fn kept(t: &TestApp) -> Vec<file::Model> {
    file::Entity::find().all(&t.database.connect().await).await.unwrap()
}

/// Every file on disk, of every agency.
pub fn on_disk(t: &TestApp) -> Vec<PathBuf> {
    let mut found = vec![];
    collect(&t.app.config().files.dir, &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => collect(&path, found),
            path => found.push(path),
        }
    }
}

/// The actions on record, oldest first.
pub async fn audited(actor: &Actor, action: &str) -> Vec<Value> {
    let ask = "query($a: [String!]) { auditLog(last: 100, filter: { actions: $a }) { nodes { subjectId actorId ip after } } }";
    let answer = actor.ask(ask, json!({ "a": [action] })).await;
    answer["auditLog"]["nodes"].as_array().unwrap().clone()
}

pub const EXPORT: &str = "mutation($i: ExportCreateInput!) { exportCreate(input: $i) { id kind status } }";
pub const JOB: &str = "query($id: ID!) { job(id: $id) { status progress total processed errors { message } \
     resultFile { id name mediaType bytes purpose isMine downloadUrl } } }";

/// Asks for an export, which must go well: its job.
pub async fn begin(actor: &Actor, input: Value) -> Value {
    actor.ask(EXPORT, json!({ "i": input })).await["exportCreate"]["id"].clone()
}

/// The job as it is now.
pub async fn job(actor: &Actor, id: &Value) -> Value {
    actor.ask(JOB, json!({ "id": id })).await["job"].clone()
}

/// The bytes of what came out of a job, which must be there.
pub async fn result(t: &TestApp, actor: &Actor, id: &Value) -> Vec<u8> {
    let job = job(actor, id).await;
    assert_eq!((&job["status"], &job["progress"]), (&json!("COMPLETED"), &json!(100)), "{job}");
    let id = Id::<FileId>::read(job["resultFile"]["id"].as_str().expect("a file")).unwrap().0;
    let (_, mut bytes) = t.app.files().take(&actor.scope().await, id).await.unwrap();
    let mut all = vec![];
    bytes.read_to_end(&mut all).await.unwrap();
    all
}

/// Exports, works, and reads what came out.
pub async fn exported(t: &TestApp, actor: &Actor, input: Value) -> Vec<u8> {
    let id = begin(actor, input).await;
    t.run_tasks().await;
    result(t, actor, &id).await
}

/// The same as the lines of a CSV file, its head first.
pub async fn table(t: &TestApp, actor: &Actor, input: Value) -> Vec<Vec<String>> {
    records(&exported(t, actor, input).await)
}

/// The lines of a CSV file.
pub fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let line =
        |line: Result<csv::StringRecord, csv::Error>| line.unwrap().iter().map(str::to_owned).collect();
    reader.records().map(line).collect()
}

/// So many leads, put straight into the database, oldest first.
pub async fn crowd(t: &TestApp, actor: &Actor, count: i64) {
    let db = t.database.connect().await;
    let home = (actor.agency, actor.workspace);
    let all: Vec<i64> = (0..count).collect();
    for some in all.chunks(500) {
        let row = |n: &i64| lead::ActiveModel {
            created_at: Set(noon() + TimeDelta::seconds(*n)),
            ..rows::lead(home, &format!("Lead {n:05}"))
        };
        let begun = db.begin_with_options(TransactionOptions::default()).await.unwrap();
        lead::Entity::insert_many(some.iter().map(row)).exec_without_returning(&begun).await.unwrap();
        begun.commit().await.unwrap();
    }
}
