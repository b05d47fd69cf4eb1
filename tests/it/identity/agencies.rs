use super::{input, kinds};
use crate::support::{
    actor::{PASSWORD, code, field},
    app::TestApp,
};
use entity::membership::Role;
use leadwire::config::Config;
use serde_json::{Value, json};

const REGISTER: &str = "mutation($i: AgencyRegisterInput!) { agencyRegister(input: $i) { agency { slug name } tokens { accessToken } } }";
const UPDATE: &str =
    "mutation($i: AgencyUpdateInput!) { agencyUpdate(input: $i) { name slug settings version } }";

fn founding(email: &str) -> Value {
    input(
        json!({ "name": "Acme & Söhne", "founder": { "email": email, "name": "Ada", "password": PASSWORD } }),
    )
}

fn open() -> Config {
    let mut config = Config::default();
    config.auth.open_registration = true;
    config
}

#[tokio::test]
async fn anybody_founds_an_agency_where_that_is_open() {
    let t = TestApp::with(open()).await;
    let made = t.stranger().ask(REGISTER, founding("ada@people.example")).await["agencyRegister"].clone();
    assert_eq!(made["agency"], json!({ "slug": "acme-sohne", "name": "Acme & Söhne" }));
    let ada = t.stranger().with_token(made["tokens"]["accessToken"].as_str().unwrap());
    let who =
        ada.ask("{ viewer { isSuperAdmin member { role } } workspaces { nodes { name } } }", json!({})).await;
    assert_eq!(who["viewer"], json!({ "isSuperAdmin": false, "member": { "role": "AGENCY_ADMIN" } }));
    assert_eq!(who["workspaces"]["nodes"], json!([{ "name": "Acme & Söhne" }]));
    assert_eq!(kinds(&ada).await, ["MEMBER_ADDED", "WORKSPACE_CREATED"]);
    let log = ada.audit(json!({ "actions": ["MEMBER_ADDED"] })).await;
    assert_eq!(log.len(), 1, "its log begins with her");
    assert_eq!((&log[0]["requestId"], &log[0]["ip"]), (&json!("req-test"), &json!("192.0.2.1")));
    let second = ada.ask(REGISTER, input(json!({ "name": "Acme & Söhne" }))).await["agencyRegister"].clone();
    assert_eq!((&second["agency"]["slug"], &second["tokens"]), (&json!("acme-sohne-2"), &Value::Null));
}

#[tokio::test]
async fn what_is_taken_or_bad_is_refused_and_leaves_no_trace() {
    let t = TestApp::with(open()).await;
    t.agency("acme").await;
    let answer = t.stranger().gql(REGISTER, founding("ADMIN@acme.example")).await;
    assert_eq!(code(&answer), "CONFLICT");
    let mut taken = founding("ada@people.example");
    taken["i"]["slug"] = json!("acme");
    assert_eq!(code(&t.stranger().gql(REGISTER, taken.clone()).await), "CONFLICT");
    taken["i"]["slug"] = json!("Not A Slug");
    assert_eq!(field(&t.stranger().gql(REGISTER, taken).await), "slug");
    let mut weak = founding("ada@people.example");
    weak["i"]["founder"]["password"] = json!("short");
    assert_eq!(field(&t.stranger().gql(REGISTER, weak).await), "founder.password");
    // None of these made the account.
    assert_eq!(code(&t.stranger().gql(REGISTER, founding("ada@people.example")).await), "");
}

#[tokio::test]
async fn nobody_does_where_it_is_not() {
    let t = TestApp::start().await;
    assert_eq!(code(&t.stranger().gql(REGISTER, founding("ada@people.example")).await), "FORBIDDEN");
}

#[tokio::test]
async fn an_admin_changes_their_agency_and_nobody_else_does() {
    let t = TestApp::start().await;
    let (ada, _) = (t.agency("acme").await, t.agency("globex").await);
    let change = input(json!({ "name": "Acme Ltd", "settings": { "theme": "dark" }, "expectedVersion": 1 }));
    let now = ada.ask(UPDATE, change.clone()).await["agencyUpdate"].clone();
    assert_eq!(
        now,
        json!({ "name": "Acme Ltd", "slug": "acme", "settings": { "theme": "dark" }, "version": 2 })
    );
    assert_eq!(code(&ada.gql(UPDATE, change).await), "CONFLICT");
    assert_eq!(code(&ada.gql(UPDATE, input(json!({ "slug": "globex" }))).await), "CONFLICT");
    assert_eq!(field(&ada.gql(UPDATE, input(json!({ "settings": [1] }))).await), "settings");
    for other in [ada.colleague(Role::Researcher).await, ada.client().await] {
        assert_eq!(code(&other.gql(UPDATE, input(json!({ "name": "Mine" }))).await), "FORBIDDEN");
        assert_eq!(other.ask("{ agency { name } }", json!({})).await["agency"]["name"], "Acme Ltd");
    }
    assert!(kinds(&ada).await.contains(&"AGENCY_UPDATED".to_owned()));
}

#[tokio::test]
async fn whoever_is_in_it_sees_what_limits_hold() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let query = "{ agency { limits { costPerDocument costPerMinute queriesPerMinute commandsPerMinute
        paidCommandsPerMinute subscriptionsPerMinute connectionsPerUser subscriptionsPerConnection uploadBytes } } }";
    let limits = ada.app().config();
    for actor in [&ada, &ada.client().await] {
        let seen = actor.ask(query, json!({})).await["agency"]["limits"].clone();
        let set = json!({
            "costPerDocument": limits.limits.cost,
            "costPerMinute": limits.limits.cost_per_minute,
            "queriesPerMinute": limits.limits.reads_per_minute,
            "commandsPerMinute": limits.limits.writes_per_minute,
            "paidCommandsPerMinute": limits.limits.paid_per_minute,
            "subscriptionsPerMinute": limits.limits.streams_per_minute,
            "connectionsPerUser": limits.live.sockets_per_user,
            "subscriptionsPerConnection": limits.live.subscriptions_per_socket,
            "uploadBytes": limits.files.max_upload_bytes,
        });
        assert_eq!(seen, set);
    }
    assert_eq!(code(&t.stranger().gql(query, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn only_the_operator_sees_all_agencies() {
    let t = TestApp::start().await;
    let (root, ada) = (t.super_admin().await, t.agency("acme").await);
    t.agency("globex").await;
    let query = "query($a: String) { agencies(first: 2, after: $a) { nodes { slug } pageInfo { hasNextPage endCursor } } }";
    let page = root.ask(query, json!({})).await["agencies"].clone();
    assert_eq!(page["nodes"].as_array().unwrap().len(), 2);
    let rest = root.ask(query, json!({ "a": page["pageInfo"]["endCursor"] })).await["agencies"].clone();
    assert_eq!(
        (rest["nodes"].as_array().unwrap().len(), &rest["pageInfo"]["hasNextPage"]),
        (1, &json!(false))
    );
    assert_eq!(code(&ada.gql(query, json!({})).await), "FORBIDDEN");
    assert_eq!(code(&t.stranger().gql(query, json!({})).await), "UNAUTHENTICATED");
}
