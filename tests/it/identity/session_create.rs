use super::sign_in;
use crate::support::{
    actor::{PASSWORD, code, field},
    app::TestApp,
};
use chrono::TimeDelta;
use entity::{membership::Role, session};
use leadwire::kernel::permission::Permission;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const SIGN_IN: &str =
    "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken refreshToken expiresAt } }";

fn who(email: &str, password: &str) -> Value {
    json!({ "i": { "email": email, "password": password } })
}

#[tokio::test]
async fn the_right_password_opens_the_door() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let tokens =
        t.stranger().ask(SIGN_IN, who("  ADMIN@Acme.example ", PASSWORD)).await["sessionCreate"].clone();
    let ada = ada.with_token(tokens["accessToken"].as_str().unwrap());
    let data = ada
        .ask("{ viewer { user { email } member { role user { name } } agency { slug } isSuperAdmin permissions memberships { role agency { id } } } }", json!({}))
        .await;
    assert_eq!(data["viewer"]["user"]["email"], "admin@acme.example");
    assert_eq!(data["viewer"]["agency"]["slug"], "acme");
    assert_eq!(data["viewer"]["member"], json!({ "role": "AGENCY_ADMIN", "user": { "name": "Ada" } }));
    assert_eq!(data["viewer"]["isSuperAdmin"], false);
    assert_eq!(data["viewer"]["permissions"].as_array().unwrap().len(), Permission::ALL.len());
    assert_eq!(data["viewer"]["memberships"][0]["agency"]["id"], ada.agency_id());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_answer() {
    let t = TestApp::start().await;
    t.agency("acme").await;
    let wrong = t.stranger().gql(SIGN_IN, who("admin@acme.example", "wrong horse battery")).await;
    let unknown = t.stranger().gql(SIGN_IN, who("nobody@acme.example", PASSWORD)).await;
    assert_eq!(code(&wrong), "UNAUTHENTICATED");
    assert_eq!(wrong["errors"][0]["extensions"], unknown["errors"][0]["extensions"]);
    assert_eq!(wrong["errors"][0]["message"], unknown["errors"][0]["message"]);
}

#[tokio::test]
async fn what_is_no_address_is_refused_by_name() {
    let t = TestApp::start().await;
    let answer = t.stranger().gql(SIGN_IN, who("not an address", PASSWORD)).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "email"));
}

#[tokio::test]
async fn a_colleague_joins_by_invitation_and_a_client_may_little() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let data = rob.ask("{ viewer { agency { slug } member { role } } }", json!({})).await;
    assert_eq!(data["viewer"], json!({ "agency": { "slug": "acme" }, "member": { "role": "RESEARCHER" } }));
    let client = ada.client().await;
    let data = client.ask("{ viewer { permissions member { role } } }", json!({})).await;
    assert_eq!(data["viewer"]["permissions"], json!(["READ", "OWN_PROFILE"]));
    assert_eq!(data["viewer"]["member"]["role"], "CLIENT");
}

#[tokio::test]
async fn sessions_that_were_over_long_ago_are_forgotten() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    sign_in(&t.stranger(), &ada.email).await;
    t.advance(TimeDelta::days(61));
    let (access, _) = sign_in(&t.stranger(), &ada.email).await;
    let who =
        ada.with_token(&access).ask("{ viewer { session { isCurrent } apiKey { id } } }", json!({})).await;
    assert_eq!(who["viewer"], json!({ "session": { "isCurrent": true }, "apiKey": null }));
    let db = t.database.connect().await;
    #[expect(clippy::disallowed_methods, reason = "looks at all rows there are")]
    let kept = session::Entity::find().count(&db).await.unwrap();
    assert_eq!(kept, 1);
}
