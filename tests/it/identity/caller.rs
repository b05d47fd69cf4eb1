use super::sign_in;
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::{
    identity::caller::Credentials,
    kernel::{permission::Permission, scope::Visibility},
};
use serde_json::{Value, json};

const WHERE: &str = "{ viewer { isSuperAdmin agency { slug } member { role } permissions } }";

async fn place(actor: &Actor) -> Value {
    actor.ask(WHERE, json!({})).await["viewer"]["agency"]["slug"].clone()
}

#[tokio::test]
async fn nobody_is_a_stranger_and_may_not_ask() {
    let t = TestApp::start().await;
    for query in
        [WHERE, "{ agency { name } }", "{ workspaces { nodes { id } } }", "{ sessions { nodes { id } } }"]
    {
        assert_eq!(code(&t.stranger().gql(query, json!({})).await), "UNAUTHENTICATED", "{query}");
    }
}

#[tokio::test]
async fn bad_credentials_are_never_silently_anonymous() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (token, _) = sign_in(&t.stranger(), &ada.email).await;
    let cut = &token[..token.len() - 4];
    let none_alg = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJsZWFkd2lyZSIsInN1YiI6IngiLCJleHAiOjk5OTk5OTk5OTl9.";
    let basic = Credentials { authorization: Some("Basic YTpi".into()), ..Credentials::default() };
    let both = Credentials {
        authorization: Some(format!("Bearer {token}")),
        api_key: Some("lw_x".into()),
        ..Credentials::default()
    };
    let key = Credentials { api_key: Some("lw_nothing".into()), ..Credentials::default() };
    let all =
        [ada.with_token(cut), ada.with_token("x"), ada.with_token(none_alg), ada.with_token("lw_nothing")];
    let more = [basic, both, key].map(|bad| ada.with_credentials(bad));
    for bad in all.iter().chain(&more) {
        assert_eq!(code(&bad.gql("{ health { version } }", json!({})).await), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn another_installations_token_is_not_ours() {
    let (t, other) = (TestApp::start().await, TestApp::start().await);
    let ada = t.agency("acme").await;
    // The same seed makes the same keys: the session is unknown here. Another seed: so is the signature.
    let (theirs, _) = sign_in(&other.stranger(), &other.agency("acme").await.email).await;
    assert_eq!(code(&ada.with_token(&theirs).gql(WHERE, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_token_is_good_for_a_quarter_of_an_hour() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (token, _) = sign_in(&t.stranger(), &ada.email).await;
    t.advance(TimeDelta::seconds(899));
    ada.with_token(&token).ask(WHERE, json!({})).await;
    t.advance(TimeDelta::seconds(1));
    assert_eq!(code(&ada.with_token(&token).gql(WHERE, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn with_several_agencies_one_is_named() {
    let t = TestApp::start().await;
    let (ada, bob) = (t.agency("acme").await, t.agency("globex").await);
    let both = bob.also_in(&ada, Role::Client).await;
    let nowhere = both.ask("{ viewer { agency { slug } memberships { role } } }", json!({})).await;
    assert_eq!(
        nowhere["viewer"],
        json!({ "agency": null, "memberships": [{ "role": "AGENCY_ADMIN" }, { "role": "CLIENT" }] })
    );
    let answer = both.gql("{ agency { slug } }", json!({})).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "X-Agency"));
    for named in ["acme".to_owned(), ada.agency_id(), ada.agency.to_string()] {
        assert_eq!(place(&both.in_agency(&named)).await, "acme");
    }
    let there = both.in_agency("acme").ask(WHERE, json!({})).await;
    assert_eq!(there["viewer"]["permissions"], json!(["READ", "OWN_PROFILE"]));
}

#[tokio::test]
async fn somebody_elses_agency_does_not_exist() {
    let t = TestApp::start().await;
    let (ada, bob) = (t.agency("acme").await, t.agency("globex").await);
    let foreign = ada.in_agency(&bob.agency_id()).gql(WHERE, json!({})).await;
    let random = ada.in_agency("agency_0192d0a0-7b1c-7000-8000-000000000000").gql(WHERE, json!({})).await;
    assert_eq!(foreign, random);
    assert_eq!(code(&foreign), "NOT_FOUND");
    let machine = ada.api_key(&[Permission::Read]).await;
    assert_eq!(code(&machine.in_agency("globex").gql(WHERE, json!({})).await), "NOT_FOUND");
    assert_eq!(place(&machine.in_agency("acme")).await, "acme");
}

#[tokio::test]
async fn a_super_admin_acts_anywhere_and_may_narrow_themselves() {
    let t = TestApp::start().await;
    let (root, ada) = (t.super_admin().await, t.agency("acme").await);
    assert_eq!(place(&root).await, "house");
    let there = root.in_agency("acme");
    let seen = there.ask(WHERE, json!({})).await["viewer"].clone();
    assert_eq!((&seen["agency"]["slug"], &seen["member"]), (&json!("acme"), &Value::Null));
    assert_eq!(seen["permissions"].as_array().unwrap().len(), Permission::ALL.len());
    let narrowed = there.acting_as("CLIENT").ask(WHERE, json!({})).await;
    assert_eq!(narrowed["viewer"]["permissions"], json!(["READ", "OWN_PROFILE"]));
    let wrong = there.acting_as("KING").gql(WHERE, json!({})).await;
    assert_eq!((code(&wrong), field(&wrong)), ("BAD_USER_INPUT", "X-Act-As"));
    assert_eq!(code(&root.in_agency("nowhere").gql(WHERE, json!({})).await), "NOT_FOUND");
    assert_eq!(code(&ada.acting_as("CLIENT").gql(WHERE, json!({})).await), "FORBIDDEN");
}

#[tokio::test]
async fn a_client_sees_no_campaign_by_itself() {
    let t = TestApp::start().await;
    let client = t.agency("acme").await.client().await;
    let seen = client.scope().await.visibility().clone();
    assert_eq!(seen, Visibility::Campaigns([].into()));
}
