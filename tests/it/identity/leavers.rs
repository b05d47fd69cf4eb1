//! Whoever may less than before keeps no key that gave more, nor what such a key granted.

use super::{input, kinds};
use crate::support::{
    actor::{Actor, PASSWORD, code, field},
    app::TestApp,
};
use entity::{audit_entry, membership::Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

const KEY: &str = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { secret } }";
const CHANGE: &str = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
const REMOVE: &str = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { id } }";
const WHO: &str = "{ viewer { permissions } }";

async fn own(actor: &Actor) -> Value {
    actor.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone()
}

/// A key of theirs.
async fn key(maker: &Actor, name: &str, role: &str, scopes: &[&str]) -> Actor {
    let made = maker.ask(KEY, input(json!({ "name": name, "role": role, "scopes": scopes }))).await;
    maker.with_token(made["apiKeyCreate"]["secret"].as_str().unwrap())
}

/// The keys that are good, by name.
async fn good(admin: &Actor) -> Vec<String> {
    let keys = admin.ask("{ apiKeys(first: 50) { nodes { name } } }", json!({})).await;
    let nodes = keys["apiKeys"]["nodes"].as_array().unwrap().clone();
    let mut names: Vec<_> = nodes.iter().map(|key| key["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn keys_that_may_more_than_their_maker_go() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ann = ada.colleague(Role::AgencyAdmin).await;
    let all = ["READ", "MANAGE_AGENCY", "OWN_PROFILE"];
    key(&ada, "ada's", "AGENCY_ADMIN", &all).await;
    let whole = key(&ann, "whole", "AGENCY_ADMIN", &all).await;
    let (child, reader) = (
        key(&whole, "child", "AGENCY_ADMIN", &all).await,
        key(&whole, "reader", "RESEARCHER", &["READ"]).await,
    );
    key(&ann, "shown", "CLIENT", &["READ"]).await;
    let token = child.invite("guest@people.example", Role::Client).await;
    let change = async |role: &str| {
        ada.ask(CHANGE, input(json!({ "id": own(&ann).await, "role": role }))).await;
    };
    assert_eq!(good(&ada).await, ["ada's", "child", "reader", "shown", "whole"]);

    change("RESEARCHER").await;
    assert_eq!(good(&ada).await, ["ada's", "reader", "shown"], "what she may herself her keys may");
    for gone in [&whole, &child] {
        assert_eq!(code(&gone.gql(WHO, json!({})).await), "UNAUTHENTICATED");
    }
    reader.ask(WHO, json!({})).await;
    let accept = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { slug } } }";
    let late = t.stranger().gql(accept, input(json!({ "token": token, "password": PASSWORD }))).await;
    assert_eq!(field(&late), "token", "{late}");

    change("CLIENT").await;
    assert_eq!(good(&ada).await, ["ada's", "shown"], "a CLIENT reads less than a RESEARCHER's key");
    change("RESEARCHER").await;
    assert_eq!(good(&ada).await, ["ada's", "shown"], "nothing comes back");
    ada.ask(REMOVE, input(json!({ "id": own(&ann).await }))).await;
    assert_eq!(good(&ada).await, ["ada's"]);

    let told = kinds(&ada).await;
    assert_eq!(told.iter().filter(|kind| *kind == "API_KEY_REVOKED").count(), 4, "{told:?}");
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("API_KEY_REVOKED"));
    assert_eq!(kept.count(&t.database.connect().await).await.unwrap(), 4, "on record, each once");
}
