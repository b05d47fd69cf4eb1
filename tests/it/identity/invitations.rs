use super::{input, kinds, sign_in};
use crate::support::{
    actor::{PASSWORD, code, field},
    app::TestApp,
    rows,
};
use chrono::TimeDelta;
use entity::{campaign, membership::Role};
use leadwire::{graphql::Id, identity::caller::still_valid, kernel::permission::Permission};
use sea_orm::ActiveModelTrait;
use serde_json::{Value, json};

const INVITE: &str = "mutation($i: MemberInviteInput!) { memberInvite(input: $i) { token invitation { id email role campaignIds } } }";
const ACCEPT: &str = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { slug } tokens { accessToken } } }";
const REVOKE: &str = "mutation($i: InvitationRevokeInput!) { invitationRevoke(input: $i) { id revokedAt } }";

fn rob(role: &str) -> Value {
    input(json!({ "email": "Rob@People.example", "role": role }))
}

#[tokio::test]
async fn the_invited_join_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let invited = ada.ask(INVITE, rob("RESEARCHER")).await["memberInvite"].clone();
    assert_eq!(invited["invitation"]["email"], "rob@people.example");
    let accept = input(json!({ "token": invited["token"], "name": "Rob", "password": PASSWORD }));
    let joined = t.stranger().ask(ACCEPT, accept.clone()).await["invitationAccept"].clone();
    let new = ada.with_token(joined["tokens"]["accessToken"].as_str().unwrap());
    let who = new.ask("{ viewer { user { name email } member { role } } }", json!({})).await;
    assert_eq!(who["viewer"]["user"], json!({ "name": "Rob", "email": "rob@people.example" }));
    let again = t.stranger().gql(ACCEPT, accept).await;
    assert_eq!((code(&again), field(&again)), ("BAD_USER_INPUT", "token"));
    assert_eq!(code(&ada.gql(INVITE, rob("RESEARCHER")).await), "CONFLICT");
    assert_eq!(kinds(&ada).await, ["MEMBER_ADDED", "WORKSPACE_CREATED", "MEMBER_ADDED"]);
}

#[tokio::test]
async fn withdrawn_replaced_and_old_invitations_do_not_work() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let first = ada.ask(INVITE, rob("CLIENT")).await["memberInvite"].clone();
    let second = ada.ask(INVITE, rob("CLIENT")).await["memberInvite"].clone();
    let id = input(json!({ "id": second["invitation"]["id"] }));
    assert_eq!(code(&t.agency("globex").await.gql(REVOKE, id.clone()).await), "NOT_FOUND");
    ada.ask(REVOKE, id.clone()).await;
    assert_eq!(code(&ada.gql(REVOKE, id).await), "CONFLICT");
    let third = ada.ask(INVITE, rob("CLIENT")).await["memberInvite"].clone();
    assert_eq!(
        ada.ask("{ invitations { nodes { email } } }", json!({})).await["invitations"]["nodes"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    t.advance(TimeDelta::days(7));
    for old in [&first, &second, &third] {
        let accept = input(json!({ "token": old["token"], "password": PASSWORD }));
        assert_eq!(field(&t.stranger().gql(ACCEPT, accept).await), "token");
    }
    let members = ada.ask("{ members { totalCount } }", json!({})).await;
    assert_eq!(members["members"]["totalCount"], 1);
}

#[tokio::test]
async fn somebody_with_an_account_proves_it() {
    let t = TestApp::start().await;
    let (ada, bob) = (t.agency("acme").await, t.agency("globex").await);
    let token = ada.invite(&bob.email, Role::Researcher).await;
    for password in [json!(null), json!("wrong horse battery")] {
        let answer = t.stranger().gql(ACCEPT, input(json!({ "token": token, "password": password }))).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED");
    }
    // Somebody else who is signed in is not Bob.
    let eve = t.agency("initech").await;
    assert_eq!(code(&eve.gql(ACCEPT, input(json!({ "token": token }))).await), "UNAUTHENTICATED");
    let joined = bob.ask(ACCEPT, input(json!({ "token": token }))).await["invitationAccept"].clone();
    assert_eq!(joined, json!({ "agency": { "slug": "acme" }, "tokens": null }));
    let (access, _) = sign_in(&t.stranger(), &bob.email).await;
    let there = bob.with_token(&access).in_agency("acme");
    assert_eq!(there.ask("{ agency { slug } }", json!({})).await["agency"]["slug"], "acme");
}

#[tokio::test]
async fn nobody_asks_in_more_than_they_are() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for other in [ada.colleague(Role::Researcher).await, ada.client().await] {
        assert_eq!(code(&other.gql(INVITE, rob("CLIENT")).await), "FORBIDDEN");
    }
    let keeper = ada.api_key(&[Permission::ManageAgency, Permission::Read, Permission::OwnProfile]).await;
    assert_eq!(code(&keeper.gql(INVITE, rob("RESEARCHER")).await), "FORBIDDEN");
    assert_eq!(code(&keeper.gql(INVITE, rob("CLIENT")).await), "");
}

#[tokio::test]
async fn bad_values_are_named() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let answer = ada.gql(INVITE, input(json!({ "email": "rob", "role": "CLIENT" }))).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "email"));
    let nobodys = "camp_0192d0a0-7b1c-7000-8000-000000000000";
    let answer = ada
        .gql(INVITE, input(json!({ "email": "r@a.example", "role": "CLIENT", "campaignIds": [nobodys] })))
        .await;
    assert_eq!(code(&answer), "NOT_FOUND");
    let token = ada.invite("r@a.example", Role::Client).await;
    let answer = t.stranger().gql(ACCEPT, input(json!({ "token": token, "password": "short" }))).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "password"));
}

#[tokio::test]
async fn somebody_who_left_can_come_back() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let members = ada.ask("{ members(role: RESEARCHER) { nodes { id } } }", json!({})).await;
    let id = members["members"]["nodes"][0]["id"].clone();
    ada.ask(
        "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { id } }",
        input(json!({ "id": id })),
    )
    .await;
    rob.also_in(&ada, Role::Client).await;
    let back = rob.ask("{ viewer { member { role } memberships { id } } }", json!({})).await;
    assert_eq!(back["viewer"]["memberships"][0]["id"], id);
    assert_eq!(back["viewer"]["member"]["role"], "CLIENT");
}

#[tokio::test]
async fn an_invited_client_sees_the_campaigns_named_until_they_are_something_else() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let db = t.database.connect().await;
    let spring = rows::campaign((ada.agency, ada.workspace), "Spring").insert(&db).await.unwrap();
    rows::campaign((ada.agency, ada.workspace), "Autumn").insert(&db).await.unwrap();
    let wanted =
        json!({ "email": "c@people.example", "role": "CLIENT", "campaignIds": [Id(spring.id).text()] });
    let token = ada.ask(INVITE, input(wanted)).await["memberInvite"]["token"].clone();
    let accept = input(json!({ "token": token, "password": PASSWORD }));
    let joined = t.stranger().ask(ACCEPT, accept).await["invitationAccept"].clone();
    let client = ada.with_token(joined["tokens"]["accessToken"].as_str().unwrap());
    let stream = client.caller().await.unwrap();
    let seen = stream.scope().unwrap().find::<campaign::Entity>().all(&db).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.id).collect::<Vec<_>>(), [spring.id]);
    assert!(still_valid(&t.app, &stream).await.unwrap());
    let id = client.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    for role in ["RESEARCHER", "CLIENT"] {
        ada.ask(change, input(json!({ "id": id, "role": role }))).await;
        assert!(!still_valid(&t.app, &stream).await.unwrap());
    }
    assert!(client.scope().await.find::<campaign::Entity>().all(&db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_campaign_named_twice_is_shown_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let db = t.database.connect().await;
    let spring = rows::campaign((ada.agency, ada.workspace), "Spring").insert(&db).await.unwrap();
    let spring = Id(spring.id).text();
    let wanted = json!({ "email": "c@people.example", "role": "CLIENT", "campaignIds": [spring, spring] });
    let invited = ada.ask(INVITE, input(wanted)).await["memberInvite"].clone();
    assert_eq!(invited["invitation"]["campaignIds"], json!([spring]));
    let accept = input(json!({ "token": invited["token"], "password": PASSWORD }));
    let joined = t.stranger().gql(ACCEPT, accept).await;
    assert_eq!(code(&joined), "", "{joined}");
}

#[tokio::test]
async fn what_a_revoked_key_asked_in_does_not_come() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let keeper = ada.api_key(&[Permission::ManageAgency, Permission::Read, Permission::OwnProfile]).await;
    let token = keeper.invite("guest@people.example", Role::Client).await;
    let keys = ada.ask("{ apiKeys { nodes { id } } }", json!({})).await;
    let revoke = "mutation($i: ApiKeyRevokeInput!) { apiKeyRevoke(input: $i) { id } }";
    ada.ask(revoke, input(json!({ "id": keys["apiKeys"]["nodes"][0]["id"] }))).await;
    let answer = t.stranger().gql(ACCEPT, input(json!({ "token": token, "password": PASSWORD }))).await;
    assert_eq!(field(&answer), "token", "{answer}");
}

#[tokio::test]
async fn an_invitation_says_when_it_was_used_or_withdrawn() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let query = "query($id: ID!) { node(id: $id) { ... on Invitation { acceptedAt revokedAt } } }";
    let times = async |invited: &Value| {
        let seen = ada.ask(query, json!({ "id": invited["invitation"]["id"] })).await["node"].clone();
        [seen["acceptedAt"].clone(), seen["revokedAt"].clone()]
    };
    let used = ada.ask(INVITE, rob("RESEARCHER")).await["memberInvite"].clone();
    let other = input(json!({ "email": "guest@people.example", "role": "CLIENT" }));
    let withdrawn = ada.ask(INVITE, other).await["memberInvite"].clone();
    for invited in [&used, &withdrawn] {
        assert_eq!(times(invited).await, [Value::Null, Value::Null]);
    }
    t.advance(TimeDelta::minutes(1));
    let then = json!(t.app.now().to_rfc3339());
    t.stranger().ask(ACCEPT, input(json!({ "token": used["token"], "password": PASSWORD }))).await;
    ada.ask(REVOKE, input(json!({ "id": withdrawn["invitation"]["id"] }))).await;
    t.advance(TimeDelta::minutes(1));
    assert_eq!(times(&used).await, [then.clone(), Value::Null]);
    assert_eq!(times(&withdrawn).await, [Value::Null, then]);
    let open = ada.ask("{ invitations { nodes { id } } }", json!({})).await;
    assert_eq!(open["invitations"]["nodes"], json!([]), "neither waits for anybody");
}

#[tokio::test]
async fn of_two_who_ask_the_same_person_in_at_once_the_later_ones_link_is_good() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ann = ada.colleague(Role::AgencyAdmin).await;
    let (one, two) = tokio::join!(ada.gql(INVITE, rob("RESEARCHER")), ann.gql(INVITE, rob("RESEARCHER")));
    let tokens = [&one, &two].map(|answer| answer["data"]["memberInvite"]["token"].clone());
    assert_eq!((code(&one), code(&two)), ("", ""), "{one} {two}");
    let open = ada.ask("{ invitations { nodes { id } } }", json!({})).await;
    assert_eq!(
        open["invitations"]["nodes"].as_array().map(Vec::len),
        Some(1),
        "not two links for one person"
    );
    let mut codes = vec![];
    for token in tokens {
        let answer = t.stranger().gql(ACCEPT, input(json!({ "token": token, "password": PASSWORD }))).await;
        codes.push(code(&answer).to_owned());
    }
    codes.sort();
    assert_eq!(codes, ["", "BAD_USER_INPUT"]);
    let after = ada
        .ask("{ invitations { nodes { id } } members(role: RESEARCHER) { nodes { id } } }", json!({}))
        .await;
    let count = |what: &str| after[what]["nodes"].as_array().map(Vec::len);
    assert_eq!((count("invitations"), count("members")), (Some(0), Some(1)));
}

#[tokio::test]
async fn of_two_who_use_a_token_at_once_one_joins() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let token = ada.invite("rob@people.example", Role::Researcher).await;
    let (here, there) = (t.stranger(), t.stranger());
    let accept = input(json!({ "token": token, "name": "Rob", "password": PASSWORD }));
    let (one, two) = tokio::join!(here.gql(ACCEPT, accept.clone()), there.gql(ACCEPT, accept));
    let (joined, late) = if code(&one).is_empty() { (one, two) } else { (two, one) };
    assert_eq!(code(&joined), "", "{joined}");
    // Too late while it was looked at, or before.
    let said = late["errors"][0]["message"].as_str().unwrap();
    match code(&late) {
        "CONFLICT" => assert!(said.contains("was used"), "{late}"),
        _ => assert_eq!((code(&late), field(&late)), ("BAD_USER_INPUT", "token"), "{late}"),
    }
    let members = ada.ask("{ members { totalCount nodes { user { email } } } }", json!({})).await;
    assert_eq!(members["members"]["totalCount"], 2, "{members}");
    assert_eq!(kinds(&ada).await, ["MEMBER_ADDED", "WORKSPACE_CREATED", "MEMBER_ADDED"]);
    sign_in(&t.stranger(), "rob@people.example").await;
}
