//! Whose rights change is out of every open stream within five seconds: another role, removed, disabled, a key out of time.
//! And a key is good from its own networks only, as a trusted proxy reports them.

use crate::support::{
    actor::{Actor, code},
    server::{Reply, TestServer},
    socket::TestSocket,
};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::config::{Config, Server};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const FIVE_SECONDS: Duration = Duration::from_secs(5);
const FOLLOW: &str = "subscription { events { seq } }";

/// A socket that follows the events.
async fn socket(server: &TestServer, actor: &Actor) -> TestSocket {
    let mut socket = TestSocket::connect(server).await;
    let init = match &actor.credentials.api_key {
        Some(key) => json!({ "x-api-key": key }),
        None => json!({ "authorization": actor.bearer().await }),
    };
    socket.init(init).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
    socket.subscribe("e", FOLLOW, json!({})).await;
    socket
}

async fn ends(what: &str, mut socket: TestSocket, since: Instant) {
    assert_eq!(socket.closed().await.0, 4403, "{what}");
    assert!(since.elapsed() < FIVE_SECONDS, "{what}: after {:?}", since.elapsed());
}

async fn goes_on(socket: &mut TestSocket) {
    socket.say(json!({ "type": "ping" })).await;
    while socket.hear().await["type"] != "pong" {}
}

async fn member(actor: &Actor) -> Value {
    actor.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_role_removal_and_a_disabled_account_end_what_is_open() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let people = [
        ada.colleague(Role::AgencyAdmin).await,
        ada.colleague(Role::Researcher).await,
        ada.colleague(Role::Researcher).await,
        ada.client().await,
    ];
    let mut open = Vec::new();
    for person in &people {
        open.push(socket(&server, person).await);
    }
    let mut of_ada = socket(&server, &ada).await;
    let [admin, researcher, gone, disabled] = &people;
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, json!({ "i": { "id": member(admin).await, "role": "RESEARCHER" } })).await;
    ada.ask(change, json!({ "i": { "id": member(researcher).await, "role": "CLIENT" } })).await;
    let remove = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { id } }";
    ada.ask(remove, json!({ "i": { "id": member(gone).await } })).await;
    let db = server.test.database.connect().await;
    let disable = format!("UPDATE \"user\" SET disabled_at = created_at WHERE email = '{}'", disabled.email);
    db.execute_unprepared(&disable).await.unwrap();
    let since = Instant::now();
    let mut ending = tokio::task::JoinSet::new();
    for (what, socket) in ["demoted", "made a client", "removed", "disabled"].into_iter().zip(open) {
        ending.spawn(ends(what, socket, since));
    }
    while let Some(ended) = ending.join_next().await {
        ended.unwrap();
    }
    goes_on(&mut of_ada).await;
    // They come back to what is theirs now, or not at all.
    goes_on(&mut socket(&server, researcher).await).await;
    assert_eq!(code(&disabled.gql("{ viewer { user { id } } }", json!({})).await), "UNAUTHENTICATED");
}

async fn key(admin: &Actor, more: Value) -> Actor {
    let mut input = json!({ "name": "machine", "role": "RESEARCHER", "scopes": ["READ"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let make = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { secret } }";
    let secret = admin.ask(make, json!({ "i": input })).await["apiKeyCreate"]["secret"].clone();
    let mut machine = admin.with_credentials(Default::default());
    machine.credentials.api_key = secret.as_str().map(str::to_owned);
    machine
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_out_of_time_ends_what_it_opened() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let soon = key(&ada, json!({ "expiresAt": "2026-11-02T09:05:00Z" })).await;
    let (later, of_soon) = (key(&ada, json!({})).await, socket(&server, &soon).await);
    let mut of_later = socket(&server, &later).await;
    server.test.advance(TimeDelta::minutes(5));
    ends("the key", of_soon, Instant::now()).await;
    goes_on(&mut of_later).await;
}

#[tokio::test]
async fn a_key_is_good_from_its_networks_as_a_trusted_proxy_tells() {
    let config = |proxies: &[&str]| Config {
        server: Server {
            trusted_proxies: proxies.iter().map(|p| (*p).into()).collect(),
            ..Server::default()
        },
        ..Config::default()
    };
    let ask = async |server: &TestServer, key: &Actor, from: &str| {
        let request = server.request(Method::POST, "/graphql").header("x-forwarded-for", from);
        let request = request.header("x-api-key", key.credentials.api_key.clone().unwrap());
        Reply::of(request.json(&json!({ "query": "{ viewer { permissions } }" }))).await.status
    };
    let (open, behind) =
        (TestServer::with(config(&[])).await, TestServer::with(config(&["127.0.0.0/8"])).await);
    let list = json!({ "ipAllowList": ["192.0.2.0/24"] });
    let of_open = key(&open.test.agency("acme").await, list.clone()).await;
    let of_behind = key(&behind.test.agency("acme").await, list).await;
    assert_eq!(ask(&open, &of_open, "192.0.2.7").await, 401, "anybody can write that header");
    assert_eq!(ask(&behind, &of_behind, "192.0.2.7").await, 200);
    for from in ["203.0.113.5", "192.0.2.7, 203.0.113.5", "192.0.3.7", "nowhere"] {
        assert_eq!(ask(&behind, &of_behind, from).await, 401, "{from}");
    }
    assert_eq!(
        ask(&behind, &of_behind, "203.0.113.5, 192.0.2.7").await,
        200,
        "what the proxy itself saw counts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_an_open_socket_is_refused_at_once() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let mut socket = TestSocket::connect(&server).await;
    socket.init(json!({ "authorization": rob.bearer().await })).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, json!({ "i": { "id": member(&rob).await, "role": "CLIENT" } })).await;
    let make = "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }";
    socket.subscribe("late", make, json!({ "i": { "name": "Late" } })).await;
    let heard = socket.hear().await;
    assert_eq!(heard["type"], "error", "{heard}");
    assert_eq!(heard["payload"][0]["extensions"]["code"], "UNAUTHENTICATED", "{heard}");
    let made = ada.ask("{ companies { totalCount } }", json!({})).await;
    assert_eq!(made["companies"]["totalCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_may_more_than_its_maker_ends_what_it_opened() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let ann = ada.colleague(Role::AgencyAdmin).await;
    let whole = key(&ann, json!({ "role": "AGENCY_ADMIN", "scopes": ["READ", "MANAGE_AGENCY"] })).await;
    let reader = key(&ann, json!({})).await;
    let of_whole = socket(&server, &whole).await;
    let mut of_reader = socket(&server, &reader).await;
    let change = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
    ada.ask(change, json!({ "i": { "id": member(&ann).await, "role": "RESEARCHER" } })).await;
    ends("the key", of_whole, Instant::now()).await;
    goes_on(&mut of_reader).await;
    assert_eq!(code(&whole.gql("{ viewer { permissions } }", json!({})).await), "UNAUTHENTICATED");
}
