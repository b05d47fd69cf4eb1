//! What the stories about people share.

use crate::support::{actor::Actor, app::TestApp};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

/// What a story usually looks at.
pub const SHOWN: &str = "id fullName email status qualification tags priority version deletedAt assignedTo { id } company { id name }";

/// Makes a lead, which must go well.
pub async fn lead(actor: &Actor, input: Value) -> Value {
    let query = format!("mutation($i: LeadCreateInput!) {{ leadCreate(input: $i) {{ {SHOWN} }} }}");
    actor.ask(&query, json!({ "i": input })).await["leadCreate"].clone()
}

/// Makes a company, which must go well.
pub async fn company(actor: &Actor, input: Value) -> Value {
    let query = "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id name domain version } }";
    actor.ask(query, json!({ "i": input })).await["companyCreate"].clone()
}

/// Runs the mutation `name` with this input, showing `shown`; the whole answer.
pub async fn run(actor: &Actor, name: &str, input: Value, shown: &str) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ {shown} }} }}");
    actor.gql(&query, json!({ "i": input })).await
}

/// Runs the mutation `name` on a lead, which must go well; the lead as a story looks at it.
pub async fn done(actor: &Actor, name: &str, input: Value) -> Value {
    let answer = run(actor, name, input, SHOWN).await;
    assert!(answer["errors"].is_null(), "{name}: {answer}");
    answer["data"][name].clone()
}

/// The history of a lead, newest first: kind and line.
pub async fn history(actor: &Actor, lead: &Value) -> Vec<(String, String)> {
    let query = "query($id: ID!) { lead(id: $id) { activities(first: 100) { nodes { kind summary } } } }";
    let data = actor.ask(query, json!({ "id": lead["id"] })).await;
    let nodes = data["lead"]["activities"]["nodes"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    nodes.iter().map(|node| (text(&node["kind"]), text(&node["summary"]))).collect()
}

/// How many rows there are of everything that a command may write.
pub async fn traces(t: &TestApp) -> Vec<i64> {
    let db = t.database.connect().await;
    let mut counts = vec![];
    for table in ["lead", "company", "lead_list", "lead_list_member", "activity", "event", "background_task"]
    {
        let sql = format!("SELECT count(*) AS n FROM {table}");
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        counts.push(row.unwrap().unwrap().try_get("", "n").unwrap());
    }
    counts
}

/// The kinds of the agency's events so far, oldest first.
pub async fn told(t: &TestApp, actor: &Actor) -> Vec<String> {
    let scope = actor.scope().await;
    let (events, _) = leadwire::kernel::live::read(&t.app, &scope, 0, 500).await.unwrap();
    let kinds = events.iter().map(|event| serde_json::to_value(event.kind).unwrap());
    kinds.map(|kind| kind.as_str().unwrap().to_owned()).filter(|kind| is_ours(kind)).collect()
}

fn is_ours(kind: &str) -> bool {
    kind.starts_with("LEAD_") || kind.starts_with("COMPANY_")
}

/// The hint of the answer's first error.
pub fn hint(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["hint"].as_str().unwrap_or_default()
}

/// The paths of all fields the answer's first error names.
pub fn fields(answer: &Value) -> Vec<&str> {
    let fields = answer["errors"][0]["extensions"]["fields"].as_array();
    fields.map(|all| all.iter().filter_map(|field| field["path"].as_str()).collect()).unwrap_or_default()
}

/// An id of this kind that nobody has.
pub fn nobody(prefix: &str) -> String {
    format!("{prefix}0198c0de-0000-7000-8000-000000000000")
}
