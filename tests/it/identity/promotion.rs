//! Nobody makes themselves more than they are, by whichever door they try.

use super::input;
use crate::{
    crm::desk::{typed, until_blocked},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use entity::{
    ids::MembershipId,
    membership::{self, Role},
};
use leadwire::kernel::permission::Permission;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TransactionTrait, sea_query::Expr};
use serde_json::{Value, json};

const CHANGE: &str = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
const INVITE: &str = "mutation($i: MemberInviteInput!) { memberInvite(input: $i) { token } }";
const KEY: &str = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { secret } }";

/// Who may do what now, as the admin sees it.
async fn standing(admin: &Actor) -> Value {
    let all = "{ members(first: 50) { nodes { id role } } invitations(first: 50) { totalCount } apiKeys(first: 50) { totalCount } }";
    admin.ask(all, json!({})).await
}

async fn own(actor: &Actor) -> Value {
    actor.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone()
}

#[tokio::test]
async fn whoever_tries_stays_what_they_are() {
    let t = TestApp::start().await;
    let (ada, root) = (t.agency("acme").await, t.super_admin().await.in_agency("acme"));
    let (rob, cleo) = (ada.colleague(Role::Researcher).await, ada.client().await);
    // As much as a key can have without being an admin.
    let keeper = ada.api_key(&[Permission::ManageAgency, Permission::Read]).await;
    let (robs, cleos) = (own(&rob).await, own(&cleo).await);
    let before = standing(&ada).await;
    let tries: [(&str, &Actor, &Value); 5] = [
        ("a researcher", &rob, &robs),
        ("a client", &cleo, &cleos),
        ("a key for its maker's colleague", &keeper, &robs),
        ("an operator who acts as a researcher", &root.acting_as("RESEARCHER"), &robs),
        ("an operator who acts as a client", &root.acting_as("CLIENT"), &cleos),
    ];
    for (what, who, member) in tries {
        let role = input(json!({ "id": member, "role": "AGENCY_ADMIN" }));
        let guest = input(json!({ "email": "guest@more.example", "role": "AGENCY_ADMIN" }));
        let key = input(json!({ "name": "more", "role": "AGENCY_ADMIN", "scopes": ["DELETE_LEADS"] }));
        for (mutation, variables) in [(CHANGE, role), (INVITE, guest), (KEY, key)] {
            assert_eq!(code(&who.gql(mutation, variables).await), "FORBIDDEN", "{what}: {mutation}");
        }
    }
    for who in [&rob, &cleo, &keeper, &ada] {
        for role in ["AGENCY_ADMIN", "SUPER_ADMIN", ""] {
            let answer = who.acting_as(role).gql("{ viewer { permissions } }", json!({})).await;
            assert_eq!(code(&answer), if role.is_empty() { "" } else { "FORBIDDEN" }, "{role}");
        }
    }
    assert_eq!(standing(&ada).await, before);
}

#[tokio::test]
async fn who_may_less_now_may_less_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let bob = ada.colleague(Role::AgencyAdmin).await;
    let bobs = own(&bob).await;
    ada.ask(CHANGE, input(json!({ "id": bobs, "role": "RESEARCHER" }))).await;
    // The token is the same; what it may is read with each request.
    let back = input(json!({ "id": bobs, "role": "AGENCY_ADMIN" }));
    assert_eq!(code(&bob.gql(CHANGE, back).await), "FORBIDDEN");
    let adas = input(json!({ "id": own(&ada).await, "role": "CLIENT" }));
    assert_eq!(code(&ada.gql(CHANGE, adas).await), "CONFLICT", "the last admin");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_demoted_just_then_asks_nobody_in_and_makes_no_key() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let guest = json!({ "email": "guest@people.example", "role": "AGENCY_ADMIN" });
    let machine = json!({ "name": "machine", "role": "AGENCY_ADMIN", "scopes": ["READ"] });
    let accomplice = json!({ "id": own(&ada.client().await).await, "role": "AGENCY_ADMIN" });
    for (mutation, wish) in [(INVITE, guest), (KEY, machine), (CHANGE, accomplice)] {
        let ann = ada.colleague(Role::AgencyAdmin).await;
        let id: MembershipId = typed(own(&ann).await.as_str().unwrap());
        let db = t.database.connect().await;
        // A demotion that holds the agency, and is not done yet.
        let demoting = db.begin().await.unwrap();
        demoting.execute_unprepared("UPDATE agency SET name = name").await.unwrap();
        let late = tokio::spawn(async move { ann.gql(mutation, input(wish)).await });
        until_blocked(&t, &late).await;
        let role =
            membership::Entity::update_many().col_expr(membership::Column::Role, Expr::val(Role::Researcher));
        role.filter(membership::Column::Id.eq(id)).exec(&demoting).await.unwrap();
        demoting.commit().await.unwrap();
        let answer = late.await.unwrap();
        assert_eq!(code(&answer), "FORBIDDEN", "{mutation}: {answer}");
    }
    let left = "{ invitations { nodes { id } } apiKeys { nodes { id } } members(role: AGENCY_ADMIN) { nodes { id } } }";
    let none = json!({ "nodes": [] });
    let left = ada.ask(left, json!({})).await;
    assert_eq!((&left["invitations"], &left["apiKeys"]), (&none, &none));
    assert_eq!(left["members"]["nodes"].as_array().map(Vec::len), Some(1), "nobody but Ada");
}
