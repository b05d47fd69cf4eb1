use super::input;
use crate::support::{actor::Actor, app::TestApp};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::{
    identity::caller::still_valid,
    kernel::{caller::Caller, permission::Permission},
};
use serde_json::json;

async fn goes_on(actor: &Actor, caller: &Caller) -> bool {
    still_valid(actor.app(), caller).await.expect("answered")
}

async fn member_id(actor: &Actor) -> String {
    let data = actor.ask("{ viewer { memberships { id } } }", json!({})).await;
    data["viewer"]["memberships"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_stream_goes_on_while_nothing_changes_and_ends_with_its_token() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let streams = [ada.caller().await.unwrap(), ada.client().await.caller().await.unwrap()];
    for stream in &streams {
        assert!(goes_on(&ada, stream).await);
    }
    assert!(goes_on(&ada, &t.stranger().caller().await.unwrap()).await);
    t.advance(TimeDelta::minutes(15));
    for stream in &streams {
        assert!(!goes_on(&ada, stream).await);
    }
}

#[tokio::test]
async fn signing_out_ends_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let stream = ada.caller().await.unwrap();
    let data = ada.ask("{ viewer { sessionId } }", json!({})).await;
    let revoke = "mutation($i: SessionRevokeInput!) { sessionRevoke(input: $i) { id } }";
    ada.ask(revoke, input(json!({ "id": data["viewer"]["sessionId"] }))).await;
    assert!(!goes_on(&ada, &stream).await);
}

#[tokio::test]
async fn another_role_ends_it_and_so_does_removal() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (stream, id) = (rob.caller().await.unwrap(), member_id(&rob).await);
    assert!(goes_on(&ada, &stream).await);
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, input(json!({ "id": id, "role": "AGENCY_ADMIN" }))).await;
    assert!(!goes_on(&ada, &stream).await);
    let stream = rob.caller().await.unwrap();
    assert!(goes_on(&ada, &stream).await);
    ada.ask(
        "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { id } }",
        input(json!({ "id": id })),
    )
    .await;
    assert!(!goes_on(&ada, &stream).await);
    assert!(rob.caller().await.unwrap().scope.is_none());
}

#[tokio::test]
async fn a_revoked_or_expired_key_ends_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let machine = ada.api_key(&[Permission::Read]).await;
    let stream = machine.caller().await.unwrap();
    assert!(goes_on(&ada, &stream).await);
    let keys = ada.ask("{ apiKeys { nodes { id } } }", json!({})).await;
    let revoke = "mutation($i: ApiKeyRevokeInput!) { apiKeyRevoke(input: $i) { id } }";
    ada.ask(revoke, input(json!({ "id": keys["apiKeys"]["nodes"][0]["id"] }))).await;
    assert!(!goes_on(&ada, &stream).await);
}

#[tokio::test]
async fn a_super_admins_stream_elsewhere_goes_on() {
    let t = TestApp::start().await;
    let (root, _) = (t.super_admin().await, t.agency("acme").await);
    for there in [root.clone(), root.in_agency("acme"), root.in_agency("acme").acting_as("RESEARCHER")] {
        let stream = there.caller().await.unwrap();
        assert!(goes_on(&root, &stream).await);
    }
}
