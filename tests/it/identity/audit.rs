//! Who did what is on record, with the deed or not at all; what is secret or personal is not.

use super::input;
use crate::support::{
    actor::{Actor, PASSWORD, code},
    app::TestApp,
};
use entity::{actor::ActorType, audit_entry, membership::Role};
use leadwire::kernel::permission::Permission;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

/// The agency's entries, oldest first.
async fn entries(t: &TestApp, of: &Actor) -> Vec<audit_entry::Model> {
    let all = audit_entry::Entity::find().filter(audit_entry::Column::AgencyId.eq(of.agency));
    all.order_by_asc(audit_entry::Column::Id).all(&t.database.connect().await).await.unwrap()
}

async fn actions(t: &TestApp, of: &Actor) -> Vec<String> {
    entries(t, of).await.into_iter().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn signing_in_is_on_record_where_it_opens_something() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let before = (entries(&t, &ada).await.len(), entries(&t, &eve).await.len());
    let sign_in = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
    let wrong = input(json!({ "email": ada.email, "password": "not the password" }));
    assert_eq!(code(&t.stranger().gql(sign_in, wrong).await), "UNAUTHENTICATED");
    assert_eq!(entries(&t, &ada).await.len(), before.0, "nobody signed in");
    t.stranger().ask(sign_in, input(json!({ "email": ada.email, "password": PASSWORD }))).await;
    let seen = entries(&t, &ada).await;
    let last = seen.last().unwrap();
    assert_eq!((seen.len(), last.action.as_str()), (before.0 + 1, "SESSION_CREATED"));
    assert_eq!((last.actor_type, last.ip.as_deref()), (ActorType::User, Some("192.0.2.1")));
    assert_eq!(entries(&t, &eve).await.len(), before.1, "it opens nothing there");
}

#[tokio::test]
async fn keys_roles_and_members_are_on_record() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    ada.api_key(&[Permission::Read]).await;
    let mine = rob.ask("{ viewer { memberships { id } } }", json!({})).await;
    let member = &mine["viewer"]["memberships"][0]["id"];
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, input(json!({ "id": member, "role": "CLIENT" }))).await;
    let remove = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { removedAt } }";
    assert_eq!(code(&rob.gql(remove, input(json!({ "id": member }))).await), "FORBIDDEN");
    ada.ask(remove, input(json!({ "id": member }))).await;
    let done = actions(&t, &ada).await;
    let wanted = [
        "INVITATION_CREATED",
        "MEMBER_ADDED",
        "SESSION_CREATED",
        "API_KEY_CREATED",
        "MEMBER_ROLE_CHANGED",
        "MEMBER_REMOVED",
    ];
    let mut rest = done.iter();
    assert!(wanted.iter().all(|wanted| rest.any(|action| action == wanted)), "{wanted:?} in {done:?}");
    assert_eq!(done.iter().filter(|action| *action == "MEMBER_REMOVED").count(), 1, "a refusal leaves none");
    let all = entries(&t, &ada).await;
    let changed = all.iter().find(|entry| entry.action == "MEMBER_ROLE_CHANGED").unwrap();
    assert_eq!(changed.before, Some(json!({ "role": "RESEARCHER" })));
    assert_eq!(changed.after, Some(json!({ "role": "CLIENT" })));
    let text = format!("{all:?}");
    assert!(!text.contains("@") && !text.contains("lw_") && !text.contains(PASSWORD), "{text}");
}

#[tokio::test]
async fn whatever_an_operator_does_in_an_agency_is_on_record() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let make = "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }";
    ada.ask(make, input(json!({ "name": "Own Work" }))).await;
    let before = actions(&t, &ada).await;
    assert!(!before.contains(&"COMPANY_CREATED".to_owned()), "ordinary work is in the event log");
    let operator = t.super_admin().await.in_agency("acme");
    operator.ask(make, input(json!({ "name": "Operated" }))).await;
    let narrowed = operator.acting_as("RESEARCHER");
    narrowed.ask(make, input(json!({ "name": "Narrowed" }))).await;
    let all = entries(&t, &ada).await;
    let reasons: Vec<_> =
        all[before.len()..].iter().map(|e| (e.action.as_str(), e.reason.as_deref())).collect();
    let made = "COMPANY_CREATED";
    assert_eq!(reasons, [(made, None), (made, Some("X-Act-As: RESEARCHER"))]);
}
