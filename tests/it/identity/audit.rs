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
    let refused = refusal(&t, &ada, before.0).await;
    assert_eq!((refused.action.as_str(), refused.actor_type), ("SESSION_REFUSED", ActorType::System));
    assert_eq!((refused.actor_id, refused.ip.as_deref()), (None, Some("192.0.2.1")), "nobody we know");
    let unknown = input(json!({ "email": "nobody@acme.example", "password": PASSWORD }));
    assert_eq!(code(&t.stranger().gql(sign_in, unknown).await), "UNAUTHENTICATED");
    t.stranger().ask(sign_in, input(json!({ "email": ada.email, "password": PASSWORD }))).await;
    let seen = entries(&t, &ada).await;
    let last = seen.last().unwrap();
    assert_eq!((seen.len(), last.action.as_str()), (before.0 + 2, "SESSION_CREATED"));
    assert_eq!((last.actor_type, last.ip.as_deref()), (ActorType::User, Some("192.0.2.1")));
    assert_eq!(entries(&t, &eve).await.len(), before.1, "it opens nothing there");
}

/// The entry of a failed sign-in, which is written beside its answer: after `before` others.
async fn refusal(t: &TestApp, of: &Actor, before: usize) -> audit_entry::Model {
    let found = async {
        loop {
            if let Some(entry) = entries(t, of).await.into_iter().nth(before) {
                return entry;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), found).await.expect("put on record")
}

#[tokio::test]
async fn a_new_password_and_a_sign_out_are_on_record_wherever_the_account_opens_something() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let rob = ada.colleague(Role::Researcher).await.also_in(&eve, Role::Researcher).await.in_agency("acme");
    let (hers, theirs) = (entries(&t, &ada).await.len(), entries(&t, &eve).await.len());
    let change = "mutation($i: PasswordChangeInput!) { passwordChange(input: $i) { email } }";
    let wrong = json!({ "currentPassword": "not the password", "newPassword": "another battery staple" });
    assert_eq!(code(&rob.gql(change, input(wrong)).await), "BAD_USER_INPUT");
    let right = json!({ "currentPassword": PASSWORD, "newPassword": "another battery staple" });
    rob.ask(change, input(right)).await;
    let me = rob.ask("{ viewer { sessionId } }", json!({})).await["viewer"]["sessionId"].clone();
    let out = "mutation($i: SessionRevokeInput!) { sessionRevoke(input: $i) { revokedAt } }";
    rob.ask(out, input(json!({ "id": me }))).await;
    for (of, before) in [(&ada, hers), (&eve, theirs)] {
        let all = entries(&t, of).await;
        let new: Vec<_> =
            all[before..].iter().map(|e| (e.action.as_str(), e.subject_type.as_str())).collect();
        assert_eq!(new, [("PASSWORD_CHANGED", "MEMBERSHIP"), ("SESSION_REVOKED", "SESSION")]);
        assert!(all[before..].iter().all(|e| e.actor_type == ActorType::User && e.actor_id.is_some()));
        assert_eq!(all[before].actor_id.map(|id| id.0), all[before].subject_id, "they did it to themselves");
    }
}

#[tokio::test]
async fn what_an_admin_ends_is_on_record_as_theirs() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let me = rob.ask("{ viewer { sessionId } }", json!({})).await["viewer"]["sessionId"].clone();
    let before = entries(&t, &ada).await.len();
    let out = "mutation($i: SessionRevokeInput!) { sessionRevoke(input: $i) { revokedAt } }";
    ada.ask(out, input(json!({ "id": me }))).await;
    ada.ask(out, input(json!({ "id": me }))).await;
    let new = entries(&t, &ada).await.split_off(before);
    assert_eq!(new.len(), 1, "ended once");
    let mine = ada.scope().await.membership().map(|id| id.0);
    assert_eq!((new[0].action.as_str(), new[0].actor_id.map(|id| id.0)), ("SESSION_REVOKED", mine));
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
    assert_eq!(before.iter().filter(|action| *action == "COMPANY_CREATED").count(), 1, "ordinary work, too");
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

#[tokio::test]
async fn an_operator_who_is_a_lesser_member_is_on_record_too() {
    let t = TestApp::start().await;
    let (ada, root) = (t.agency("acme").await, t.super_admin().await);
    let there = root.also_in(&ada, Role::Client).await.in_agency("acme");
    there
        .ask(
            "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }",
            input(json!({ "name": "Operated" })),
        )
        .await;
    let all = entries(&t, &ada).await;
    let made = all.iter().find(|entry| entry.action == "COMPANY_CREATED").expect("more than a client may");
    assert_eq!(made.reason.as_deref(), Some("X-Act-As: AGENCY_ADMIN"));
}
