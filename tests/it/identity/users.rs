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
async fn everybody_finds_themselves_behind_their_membership() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let own = "{ viewer { user { id } member { role user { id email } } } }";
    for (actor, role) in [(&ada, "AGENCY_ADMIN"), (&rob, "RESEARCHER"), (&ada.client().await, "CLIENT")] {
        let viewer = actor.ask(own, json!({})).await["viewer"].clone();
        assert_eq!(
            (&viewer["member"]["role"], &viewer["member"]["user"]["email"]),
            (&json!(role), &json!(actor.email))
        );
        assert_eq!(viewer["member"]["user"]["id"], viewer["user"]["id"]);
    }
    let cleo = ada.client().await;
    let others = cleo.ask("{ members { nodes { user { email } } totalCount } }", json!({})).await;
    assert!(!others.to_string().contains(&ada.email), "but nobody else: {others}");
}

#[tokio::test]
async fn settings_are_their_owners_alone() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let update = "mutation($i: UserUpdateInput!) { userUpdate(input: $i) { settings version } }";
    let own = "{ viewer { user { settings } } }";
    assert_eq!(ada.ask(own, json!({})).await["viewer"]["user"]["settings"], json!({}));
    let now = ada.ask(update, input(json!({ "settings": { "theme": "dark" } }))).await["userUpdate"].clone();
    assert_eq!(now, json!({ "settings": { "theme": "dark" }, "version": 2 }));
    ada.ask(update, input(json!({ "name": "Ada" }))).await;
    assert_eq!(ada.ask(own, json!({})).await["viewer"]["user"]["settings"], json!({ "theme": "dark" }));
    let everybody = "{ members { nodes { user { settings } } } }";
    let seen = |answer: Value| answer["members"]["nodes"].to_string();
    assert!(seen(ada.ask(everybody, json!({})).await).contains("dark"));
    assert!(!seen(rob.ask(everybody, json!({})).await).contains("dark"), "a colleague's are theirs");
    for bad in [json!([1]), json!({ "a": "\0" }), json!({ "a": "x".repeat(20_000) })] {
        let answer = ada.gql(update, input(json!({ "settings": bad }))).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "settings"));
    }
    let cleared = ada.ask(update, input(json!({ "settings": null }))).await;
    assert_eq!(cleared["userUpdate"]["settings"], json!({}));
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
