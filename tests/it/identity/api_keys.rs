use super::{input, kinds};
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};

const CREATE: &str = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) {
    secret apiKey { id name prefix scopes role ipAllowList expiresAt lastUsedAt revokedAt } } }";
const REVOKE: &str = "mutation($i: ApiKeyRevokeInput!) { apiKeyRevoke(input: $i) { id revokedAt } }";
const KEYS: &str =
    "{ apiKeys(includeRevoked: true) { totalCount nodes { id prefix lastUsedAt revokedAt } } }";
const WHO: &str = "{ viewer { user { id } agency { slug } permissions } }";

fn draft(role: &str, scopes: Value) -> Value {
    json!({ "name": "machine", "role": role, "scopes": scopes })
}

async fn make(admin: &Actor, draft: Value) -> (Value, Actor) {
    let made = admin.ask(CREATE, input(draft)).await["apiKeyCreate"].clone();
    let machine = admin.with_token(made["secret"].as_str().unwrap());
    (made, machine)
}

#[tokio::test]
async fn a_key_is_shown_once_and_may_what_it_says() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (made, machine) = make(&ada, draft("RESEARCHER", json!(["READ", "PROSPECT"]))).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("lw_") && secret.len() == 46);
    assert_eq!(made["apiKey"]["prefix"], secret[..11]);
    let own = machine.ask("{ viewer { apiKey { prefix } session { id } } }", json!({})).await;
    assert_eq!(own["viewer"], json!({ "apiKey": { "prefix": secret[..11] }, "session": null }));
    let who = machine.ask(WHO, json!({})).await["viewer"].clone();
    assert_eq!(
        who,
        json!({ "user": null, "agency": { "slug": "acme" }, "permissions": ["READ", "PROSPECT"] })
    );
    assert!(!ada.ask(KEYS, json!({})).await.to_string().contains(secret));
    assert_eq!(kinds(&ada).await.last().unwrap(), "API_KEY_CREATED");
}

#[tokio::test]
async fn nobody_makes_a_key_that_may_more_than_they() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&rob.gql(CREATE, input(draft("RESEARCHER", json!(["READ"])))).await), "FORBIDDEN");
    let keeper = ada.api_key(&[Permission::ManageAgency, Permission::Read]).await;
    let answer = keeper.gql(CREATE, input(draft("AGENCY_ADMIN", json!(["READ", "DELETE_LEADS"])))).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    assert_eq!(code(&keeper.gql(CREATE, input(draft("AGENCY_ADMIN", json!(["READ"])))).await), "");
    let answer = ada.gql(CREATE, input(draft("RESEARCHER", json!(["READ", "DELETE_LEADS"])))).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "scopes.1"));
}

#[tokio::test]
async fn a_key_makes_none_that_is_good_longer_or_from_elsewhere() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let bounded = |list: Value, end: Value| {
        json!({ "name": "machine", "role": "AGENCY_ADMIN", "scopes": ["MANAGE_AGENCY", "READ"],
            "ipAllowList": list, "expiresAt": end })
    };
    let (near, far) = (json!("2026-11-03T09:00:00Z"), json!("2026-11-04T09:00:00Z"));
    let (_, machine) = make(&ada, bounded(json!(["192.0.2.0/24"]), near.clone())).await;
    let cases = [
        (json!(["192.0.2.0/25"]), Value::Null, "expiresAt"),
        (json!(["192.0.2.0/25"]), far, "expiresAt"),
        (json!([]), near.clone(), "ipAllowList"),
        (json!(["192.0.2.7", "192.0.0.0/16"]), near.clone(), "ipAllowList"),
    ];
    for (list, end, bad) in cases {
        let answer = machine.gql(CREATE, input(bounded(list, end))).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", bad), "{answer}");
    }
    make(&machine, bounded(json!(["192.0.2.7"]), near)).await;
}

#[tokio::test]
async fn bad_values_are_named_and_leave_no_trace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let before = kinds(&ada).await;
    let cases = [
        (json!({ "name": " ", "role": "CLIENT", "scopes": ["READ"] }), "name"),
        (json!({ "name": "m", "role": "CLIENT", "scopes": [] }), "scopes"),
        (
            json!({ "name": "m", "role": "CLIENT", "scopes": ["READ"], "ipAllowList": ["10.0.0.0/8", "x"] }),
            "ipAllowList.1",
        ),
        (
            json!({ "name": "m", "role": "CLIENT", "scopes": ["READ"], "expiresAt": "2026-11-02T09:00:00Z" }),
            "expiresAt",
        ),
    ];
    for (draft, bad) in cases {
        let answer = ada.gql(CREATE, input(draft)).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", bad));
    }
    assert_eq!(ada.ask(KEYS, json!({})).await["apiKeys"]["totalCount"], 0);
    assert_eq!(kinds(&ada).await, before);
}

#[tokio::test]
async fn a_revoked_key_is_refused_from_then_on() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (made, machine) = make(&ada, draft("RESEARCHER", json!(["READ"]))).await;
    let id = input(json!({ "id": made["apiKey"]["id"] }));
    assert_eq!(code(&t.agency("globex").await.gql(REVOKE, id.clone()).await), "NOT_FOUND");
    machine.ask(WHO, json!({})).await;
    ada.ask(REVOKE, id.clone()).await;
    assert_eq!(code(&machine.gql(WHO, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(code(&ada.gql(REVOKE, id).await), "CONFLICT");
    assert_eq!(kinds(&ada).await.last().unwrap(), "API_KEY_REVOKED");
}

#[tokio::test]
async fn a_key_ends_at_its_time_and_comes_only_from_its_networks() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut limited = draft("RESEARCHER", json!(["READ"]));
    limited["expiresAt"] = json!("2026-11-02T10:00:00Z");
    limited["ipAllowList"] = json!(["192.0.2.0/24", "2001:db8::/32"]);
    let (_, machine) = make(&ada, limited).await;
    machine.ask(WHO, json!({})).await;
    let elsewhere = machine.seen_from(Some([203, 0, 113, 5].into()));
    let nowhere = machine.seen_from(None);
    for other in [elsewhere, nowhere] {
        assert_eq!(code(&other.gql(WHO, json!({})).await), "UNAUTHENTICATED");
    }
    t.advance(TimeDelta::hours(1));
    assert_eq!(code(&machine.gql(WHO, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn use_is_noted_at_most_once_a_minute() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (_, machine) = make(&ada, draft("RESEARCHER", json!(["READ"]))).await;
    let last = async || ada.ask(KEYS, json!({})).await["apiKeys"]["nodes"][0]["lastUsedAt"].clone();
    assert_eq!(last().await, Value::Null);
    for (seconds, noted) in [(0, "09:00:00"), (59, "09:00:00"), (1, "09:01:00")] {
        t.advance(TimeDelta::seconds(seconds));
        machine.ask(WHO, json!({})).await;
        assert!(last().await.as_str().unwrap().contains(noted));
    }
}

#[tokio::test]
async fn a_key_is_nobody_and_has_no_profile() {
    let t = TestApp::start().await;
    let machine = t.agency("acme").await.api_key(Permission::ALL).await;
    for query in ["{ sessions { nodes { id } } }", "mutation { userUpdate(input: { name: \"x\" }) { id } }"] {
        assert_eq!(code(&machine.gql(query, json!({})).await), "FORBIDDEN", "{query}");
    }
}
