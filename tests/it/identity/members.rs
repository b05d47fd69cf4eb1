use super::{input, kinds};
use crate::support::{
    actor::{Actor, PASSWORD, code},
    app::TestApp,
};
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};

const CHANGE: &str = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role version } }";
const REMOVE: &str = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { removedAt } }";
const MEMBERS: &str = "query($r: Role, $all: Boolean) { members(role: $r, includeRemoved: $all) {
    totalCount nodes { id role user { email } removedAt } } }";

async fn id_of(actor: &Actor) -> Value {
    let data = actor.ask("{ viewer { memberships { id } } }", json!({})).await;
    data["viewer"]["memberships"][0]["id"].clone()
}

#[tokio::test]
async fn a_member_gets_another_role_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let id = id_of(&rob).await;
    let change = input(json!({ "id": id, "role": "CLIENT", "expectedVersion": 1 }));
    assert_eq!(
        ada.ask(CHANGE, change.clone()).await["memberUpdateRole"],
        json!({ "role": "CLIENT", "version": 2 })
    );
    let who = rob.ask("{ viewer { permissions } }", json!({})).await;
    assert_eq!(who["viewer"]["permissions"], json!(["READ", "OWN_PROFILE"]));
    assert_eq!(code(&ada.gql(CHANGE, change).await), "CONFLICT");
    assert_eq!(kinds(&ada).await.last().unwrap(), "MEMBER_ROLE_CHANGED");
}

#[tokio::test]
async fn the_last_admin_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = id_of(&ada).await;
    let demote = input(json!({ "id": id, "role": "RESEARCHER" }));
    assert_eq!(code(&ada.gql(CHANGE, demote.clone()).await), "CONFLICT");
    assert_eq!(code(&ada.gql(REMOVE, input(json!({ "id": id }))).await), "CONFLICT");
    let ann = ada.colleague(Role::AgencyAdmin).await;
    ada.ask(CHANGE, demote).await;
    assert_eq!(code(&ann.gql(REMOVE, input(json!({ "id": id_of(&ann).await }))).await), "CONFLICT");
}

#[tokio::test]
async fn two_admins_cannot_demote_each_other_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ann = ada.colleague(Role::AgencyAdmin).await;
    let (adas, anns) = (id_of(&ada).await, id_of(&ann).await);
    let demote = |id: Value| input(json!({ "id": id, "role": "RESEARCHER" }));
    tokio::join!(ada.gql(CHANGE, demote(anns)), ann.gql(CHANGE, demote(adas)));
    let scope = ada.scope().await;
    let admins = entity_count(&ada, scope).await;
    assert_eq!(admins, 1);
}

async fn entity_count(actor: &Actor, scope: leadwire::kernel::scope::Scope) -> usize {
    let which = leadwire::identity::members::Which { role: Some(Role::AgencyAdmin), ..Default::default() };
    let (count, _) = leadwire::identity::members::total(actor.app().clone(), scope, which).await.unwrap();
    usize::try_from(count).unwrap()
}

#[tokio::test]
async fn a_removed_member_is_out_and_their_row_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let id = input(json!({ "id": id_of(&rob).await }));
    ada.ask(REMOVE, id.clone()).await;
    assert_eq!(code(&rob.gql("{ agency { slug } }", json!({})).await), "BAD_USER_INPUT");
    assert_eq!(code(&rob.in_agency("acme").gql("{ agency { slug } }", json!({})).await), "NOT_FOUND");
    assert_eq!(code(&ada.gql(REMOVE, id).await), "CONFLICT");
    assert_eq!(ada.ask(MEMBERS, json!({})).await["members"]["totalCount"], 1);
    let all = ada.ask(MEMBERS, json!({ "all": true })).await["members"].clone();
    assert_eq!(all["totalCount"], 2);
    assert_eq!(all["nodes"][1]["user"]["email"], rob.email);
}

#[tokio::test]
async fn only_those_who_may_change_members_and_only_their_own() {
    let t = TestApp::start().await;
    let (ada, bob) = (t.agency("acme").await, t.agency("globex").await);
    let rob = ada.colleague(Role::Researcher).await;
    let id = id_of(&ada).await;
    for (query, extra) in [(CHANGE, json!({ "role": "CLIENT" })), (REMOVE, json!({}))] {
        let mut value = extra;
        value["id"] = id.clone();
        assert_eq!(code(&rob.gql(query, input(value.clone())).await), "FORBIDDEN");
        assert_eq!(code(&bob.gql(query, input(value.clone())).await), "NOT_FOUND");
        let keeper = ada.api_key(&[Permission::ManageAgency, Permission::Read]).await;
        assert_eq!(code(&keeper.gql(query, input(value)).await), "FORBIDDEN");
    }
    let seen = bob.ask(MEMBERS, json!({})).await["members"]["nodes"].clone();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    let client = ada.client().await.ask(MEMBERS, json!({})).await;
    assert_eq!(client["members"]["nodes"], json!([]));
}

#[tokio::test]
async fn who_is_no_admin_any_more_does_not_come_back_by_a_link_of_their_own() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (ann, bob) = (ada.colleague(Role::AgencyAdmin).await, ada.colleague(Role::AgencyAdmin).await);
    let anns = ann.invite("ann.too@people.example", Role::AgencyAdmin).await;
    let bobs = bob.invite("bob.too@people.example", Role::AgencyAdmin).await;
    let adas = ada.invite("cleo@people.example", Role::AgencyAdmin).await;
    ada.ask(REMOVE, input(json!({ "id": id_of(&ann).await }))).await;
    ada.ask(CHANGE, input(json!({ "id": id_of(&bob).await, "role": "CLIENT" }))).await;
    let accept = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { slug } } }";
    for (token, wanted) in [(anns, "BAD_USER_INPUT"), (bobs, "BAD_USER_INPUT"), (adas, "")] {
        let answer = t.stranger().gql(accept, input(json!({ "token": token, "password": PASSWORD }))).await;
        assert_eq!(code(&answer), wanted, "{answer}");
    }
}
