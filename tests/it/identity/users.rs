use super::input;
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use entity::membership::Role;
use serde_json::{Value, json};

const UPDATE: &str =
    "mutation($i: UserUpdateInput!) { userUpdate(input: $i) { name locale timeZone version } }";

#[tokio::test]
async fn everybody_changes_their_own_profile() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for actor in [&ada, &ada.colleague(Role::Researcher).await, &ada.client().await] {
        let change = json!({ "name": " Ada L. ", "locale": "en-ZA", "timeZone": "africa/johannesburg", "expectedVersion": 1 });
        let now = actor.ask(UPDATE, input(change)).await["userUpdate"].clone();
        assert_eq!(
            now,
            json!({ "name": "Ada L.", "locale": "en-ZA", "timeZone": "Africa/Johannesburg", "version": 2 })
        );
        let now = actor.ask(UPDATE, input(json!({ "locale": null }))).await["userUpdate"].clone();
        assert_eq!(
            (&now["locale"], &now["name"], &now["version"]),
            (&Value::Null, &json!("Ada L."), &json!(3))
        );
    }
}

#[tokio::test]
async fn bad_values_are_named_and_change_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let cases = [
        ("name", json!(null)),
        ("name", json!("")),
        ("locale", json!("english please")),
        ("timeZone", json!("+02:00")),
    ];
    for (path, value) in cases {
        let answer = ada.gql(UPDATE, input(json!({ path: value }))).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path));
    }
    assert_eq!(code(&ada.gql(UPDATE, input(json!({ "name": "x", "expectedVersion": 7 }))).await), "CONFLICT");
    assert_eq!(ada.ask("{ viewer { user { version } } }", json!({})).await["viewer"]["user"]["version"], 1);
}
