//! Who may do what: every operation called by everybody, compared with the reviewed grid.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    golden, walk,
};
use entity::membership::Role;
use leadwire::{kernel::permission::Permission, schema};
use serde_json::Value;

/// `●` it is theirs to do (whatever came of it with a random id), `–` it is refused for who they are.
#[tokio::test]
async fn the_grid_is_what_was_agreed() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let everybody: Vec<(&str, Actor)> = vec![
        ("ADMIN", admin.clone()),
        ("RESEARCHER", admin.colleague(Role::Researcher).await),
        ("CLIENT", admin.client().await),
        ("KEY:READ", admin.api_key(&[Permission::Read]).await),
        ("STRANGER", t.stranger()),
    ];
    let mut grid = format!("{:<14}{:<32}", "", "");
    for (name, _) in &everybody {
        grid.push_str(&format!("{name:<12}"));
    }
    grid = format!("{}\n", grid.trim_end());
    for operation in walk::operations(&schema::sdl()) {
        grid.push_str(&format!("{:<14}{:<32}", operation.verb, operation.name));
        for (_, who) in &everybody {
            grid.push_str(&format!("{:<12}", mark(who, &operation).await));
        }
        grid = format!("{}\n", grid.trim_end());
    }
    golden::compare("authz.txt", &grid);
}

async fn mark(who: &Actor, operation: &walk::Operation) -> &'static str {
    let fill = |path: &str, kind: Option<walk::Kind>| match kind {
        Some(kind) if operation.requires(path) => kind.random().into(),
        _ => Value::Null,
    };
    let answer = who.follow(&operation.document(), operation.variables(fill)).await;
    let code = code(&answer).to_owned();
    assert!(code != "INTERNAL" && code != "INVALID_DOCUMENT", "{} answered {answer}", operation.name);
    if code == "FORBIDDEN" || walk::is_stranger_refused(&answer) { "–" } else { "●" }
}
