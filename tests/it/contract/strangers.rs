//! Nobody gets anything without saying who they are, but for a short list.

use crate::support::{app::TestApp, walk};
use leadwire::schema;
use serde_json::Value;

#[tokio::test]
async fn every_operation_refuses_a_stranger_unless_it_is_on_the_list() {
    let t = TestApp::start().await;
    let stranger = t.stranger();
    let (mut seen, mut wrong) = (0, Vec::new());
    for operation in walk::operations(&schema::sdl()) {
        seen += 1;
        let fill = |path: &str, kind: Option<walk::Kind>| match kind {
            Some(kind) if operation.requires(path) => kind.random().into(),
            _ => Value::Null,
        };
        let answer = stranger.follow(&operation.document(), operation.variables(fill)).await;
        let is_public = schema::PUBLIC.contains(&operation.name.as_str());
        if walk::is_stranger_refused(&answer) == is_public {
            wrong.push(format!("{} {} answered {answer}", operation.verb, operation.name));
        }
    }
    assert!(seen >= 20, "looked at {seen} operations only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
