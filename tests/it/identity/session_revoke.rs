use super::{input, sign_in};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};

const REVOKE: &str = "mutation($i: SessionRevokeInput!) { sessionRevoke(input: $i) { id revokedAt } }";
const SESSIONS: &str = "query($m: ID) { sessions(memberId: $m) { nodes { id isCurrent ip userAgent } pageInfo { hasNextPage } } }";

async fn session_of(actor: &Actor) -> Value {
    actor.ask("{ viewer { sessionId } }", json!({})).await["viewer"]["sessionId"].clone()
}

async fn member_of(actor: &Actor) -> Value {
    actor.ask("{ viewer { member { id } memberships { id } } }", json!({})).await["viewer"]["memberships"][0]
        ["id"]
        .clone()
}

#[tokio::test]
async fn signing_out_ends_this_device_and_no_other() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (access, refresh) = sign_in(&t.stranger(), &ada.email).await;
    let phone = ada.with_token(&access);
    let listed = phone.ask(SESSIONS, json!({})).await["sessions"]["nodes"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(
        listed[0],
        json!({ "id": session_of(&phone).await, "isCurrent": true, "ip": "192.0.2.1", "userAgent": "test" })
    );
    phone.ask(REVOKE, input(json!({ "id": session_of(&phone).await }))).await;
    assert_eq!(code(&phone.gql("{ viewer { sessionId } }", json!({})).await), "UNAUTHENTICATED");
    let again = "mutation($i: SessionRefreshInput!) { sessionRefresh(input: $i) { accessToken } }";
    assert_eq!(
        code(&t.stranger().gql(again, input(json!({ "refreshToken": refresh }))).await),
        "UNAUTHENTICATED"
    );
    let left = ada.ask(SESSIONS, json!({})).await["sessions"]["nodes"].clone();
    assert_eq!(left.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_admin_ends_a_members_session_and_a_colleague_cannot() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (rob, cleo) = (ada.colleague(Role::Researcher).await, ada.client().await);
    let robs = session_of(&rob).await;
    for other in [&cleo, &t.agency("globex").await] {
        assert_eq!(code(&other.gql(REVOKE, input(json!({ "id": robs }))).await), "NOT_FOUND");
    }
    assert_eq!(code(&rob.gql(REVOKE, input(json!({ "id": session_of(&ada).await }))).await), "NOT_FOUND");
    let seen = ada.ask(SESSIONS, json!({ "m": member_of(&rob).await })).await["sessions"]["nodes"].clone();
    assert_eq!(seen[0]["id"], robs);
    assert_eq!(code(&rob.gql(SESSIONS, json!({ "m": member_of(&ada).await })).await), "FORBIDDEN");
    let machine = ada.api_key(&[Permission::Read]).await;
    assert_eq!(code(&machine.gql(REVOKE, input(json!({ "id": robs }))).await), "FORBIDDEN");
    ada.ask(REVOKE, input(json!({ "id": robs }))).await;
    let held = rob.clone();
    assert_eq!(code(&held.gql("{ viewer { sessionId } }", json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn no_agencys_admin_ends_the_operators_session() {
    let t = TestApp::start().await;
    let root = t.super_admin().await;
    let ann = root.colleague(Role::AgencyAdmin).await;
    let answer = ann.gql(REVOKE, input(json!({ "id": session_of(&root).await }))).await;
    assert_eq!(code(&answer), "NOT_FOUND");
    root.ask("{ viewer { sessionId } }", json!({})).await;
}

#[tokio::test]
async fn no_admin_sees_sign_ins_that_they_could_not_end() {
    let t = TestApp::start().await;
    let root = t.super_admin().await;
    let ann = root.colleague(Role::AgencyAdmin).await;
    let rob = root.colleague(Role::Researcher).await;
    let (operator, member) = (member_of(&root).await, member_of(&rob).await);
    let hidden = ann.gql(SESSIONS, json!({ "m": operator })).await;
    assert_eq!((code(&hidden), &hidden["data"]), ("NOT_FOUND", &Value::Null));
    let seen = ann.ask(SESSIONS, json!({ "m": member })).await["sessions"]["nodes"].clone();
    assert_eq!(seen[0]["id"], session_of(&rob).await);
    let own = ann.ask(SESSIONS, json!({ "m": member_of(&ann).await })).await["sessions"]["nodes"].clone();
    assert_eq!(own[0]["id"], session_of(&ann).await, "one's own are one's own");
    let remove = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { removedAt } }";
    root.ask(remove, input(json!({ "id": member }))).await;
    for admin in [&ann, &root] {
        let gone = admin.gql(SESSIONS, json!({ "m": member })).await;
        assert_eq!((code(&gone), &gone["data"]), ("NOT_FOUND", &Value::Null), "who left is nobody of theirs");
    }
}
