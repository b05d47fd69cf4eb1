//! A CLIENT sees nothing until something is given to them: every query and stream of the schema, asked by one.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    walk::{self, Operation},
    world::{self, World},
};
use leadwire::schema;
use serde_json::{Value, json};

/// What is theirs, or everybody's: themselves, the agency they belong to, whether the system works.
const THEIRS: &[&str] = &["agency", "health", "hello", "notificationPreferences", "sessions", "viewer"];

#[tokio::test]
async fn nothing_of_the_agencys_is_shown() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let (own, client) = (world::build(&t, &admin).await, admin.client().await);
    let (mut refused, mut empty, mut wrong) = (0, 0, Vec::new());
    for operation in walk::operations(&schema::sdl()) {
        if operation.verb == "mutation" || THEIRS.contains(&operation.name.as_str()) {
            continue;
        }
        let answer = ask(&client, &operation, &own).await;
        let field = &answer["data"][operation.name.as_str()];
        match code(&answer) {
            "NOT_FOUND" | "FORBIDDEN" => refused += 1,
            "" if is_empty(field) => empty += 1,
            _ => wrong.push(format!("{} {} answered {answer}", operation.verb, operation.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused >= 15 && empty >= 12, "{refused} refused, {empty} empty");
}

/// A list without items, or a stream in which nothing happened.
fn is_empty(field: &Value) -> bool {
    let is_counted = field["totalCount"].as_u64().is_some_and(|count| count > 0);
    match field {
        Value::Null => true,
        Value::Array(items) => items.iter().all(Value::is_null),
        connection => connection["nodes"] == json!([]) && !is_counted,
    }
}

async fn ask(who: &Actor, operation: &Operation, own: &World) -> Value {
    let fill = |path: &str, kind: Option<walk::Kind>| match kind {
        Some(kind) if operation.requires(path) => own.get(kind).into(),
        _ => Value::Null,
    };
    who.follow(&operation.document_in_full(), operation.variables(fill)).await
}
