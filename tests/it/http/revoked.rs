//! Who may no longer be here is gone from every stream within five seconds, whichever server carries it; nobody else is.

use crate::support::{actor::Actor, server::TestServer, socket::TestSocket};
use leadwire::{config::Config, kernel::permission::Permission};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const FIVE_SECONDS: Duration = Duration::from_secs(5);
const FOLLOW: &str = "subscription { events { seq } }";

fn credentials(actor: &Actor, bearer: &str) -> (&'static str, String) {
    match &actor.credentials.api_key {
        Some(key) => ("x-api-key", key.clone()),
        None => ("authorization", bearer.to_owned()),
    }
}

/// A socket and a stream of this caller, both open.
async fn streams(server: &TestServer, actor: &Actor) -> (TestSocket, Response) {
    let (header, value) = credentials(actor, &actor.bearer().await);
    let mut socket = TestSocket::connect(server).await;
    socket.init(json!({ header: value })).await;
    assert_eq!(socket.hear().await["type"], "connection_ack");
    socket.subscribe("e", FOLLOW, json!({})).await;
    let request = server.request(Method::POST, "/graphql/stream").header(header, value);
    let mut stream = request.json(&json!({ "query": FOLLOW })).send().await.expect("an answer");
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.chunk().await.expect("open").expect("a comment"), ":\n\n");
    (socket, stream)
}

/// Both end in time, the socket with the code that says why.
async fn end(what: &str, (mut socket, mut stream): (TestSocket, Response), since: Instant) {
    assert_eq!(socket.closed().await.0, 4403, "{what}");
    let ending = async { while stream.chunk().await.is_ok_and(|part| part.is_some()) {} };
    assert!(tokio::time::timeout(FIVE_SECONDS, ending).await.is_ok(), "{what}: the stream goes on");
    assert!(since.elapsed() < FIVE_SECONDS, "{what}: after {:?}", since.elapsed());
}

/// It may be told of things, and answers; closed, it would do neither.
async fn is_still_here(socket: &mut TestSocket) {
    socket.say(json!({ "type": "ping" })).await;
    while socket.hear().await["type"] != "pong" {}
}

async fn own_session(actor: &Actor) -> Value {
    actor.ask("{ viewer { sessionId } }", json!({})).await["viewer"]["sessionId"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_sign_in_ends_its_sockets_and_streams_on_every_server() {
    let here = TestServer::start().await;
    let there = TestServer::of(here.test.restarted(Config::default()).await).await;
    let ada = here.test.agency("acme").await;
    let bob = ada.colleague(entity::membership::Role::Researcher).await;
    let (at_here, at_there) = (streams(&here, &bob).await, streams(&there, &bob).await);
    let (mut of_ada, _stream) = streams(&there, &ada).await;
    let revoke = "mutation ($i: SessionRevokeInput!) { sessionRevoke(input: $i) { id } }";
    bob.ask(revoke, json!({ "i": { "id": own_session(&bob).await } })).await;
    let since = Instant::now();
    tokio::join!(end("here", at_here, since), end("there", at_there, since));
    is_still_here(&mut of_ada).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_ends_its_sockets_and_streams() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let (key, other) = (ada.api_key(Permission::ALL).await, ada.api_key(Permission::ALL).await);
    let of_key = streams(&server, &key).await;
    let (mut of_other, _stream) = streams(&server, &other).await;
    let keys = ada.ask("{ apiKeys(first: 10) { nodes { id prefix } } }", json!({})).await;
    let secret = key.credentials.api_key.clone().expect("a key");
    let is_it = |key: &&Value| secret.starts_with(key["prefix"].as_str().expect("text"));
    let id = keys["apiKeys"]["nodes"].as_array().expect("keys").iter().find(is_it).map(|key| &key["id"]);
    let revoke = "mutation ($i: ApiKeyRevokeInput!) { apiKeyRevoke(input: $i) { id } }";
    ada.ask(revoke, json!({ "i": { "id": id.expect("listed") } })).await;
    end("the key", of_key, Instant::now()).await;
    is_still_here(&mut of_other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_who_is_shown_more_or_less_is_let_out_and_comes_back_to_what_is_theirs() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let (cleo, carl) = (ada.client().await, ada.client().await);
    let make = "mutation { campaignCreate(input: { name: \"Spring\" }) { id } }";
    let campaign = ada.ask(make, json!({})).await["campaignCreate"]["id"].clone();
    let own = "{ viewer { memberships { id } } campaigns { totalCount } }";
    let member = cleo.ask(own, json!({})).await["viewer"]["memberships"][0]["id"].clone();
    let input = json!({ "i": { "memberId": member, "campaignId": campaign } });
    let (mut of_carl, _stream) = streams(&server, &carl).await;
    for (verb, count) in [("Grant", 1), ("Revoke", 0)] {
        let of_cleo = streams(&server, &cleo).await;
        let change = format!(
            "mutation($i: CampaignAccess{verb}Input!) {{ campaignAccess{verb}(input: $i) {{ id }} }}"
        );
        ada.ask(&change, input.clone()).await;
        end(verb, of_cleo, Instant::now()).await;
        assert_eq!(cleo.ask(own, json!({})).await["campaigns"]["totalCount"], count, "{verb}");
    }
    is_still_here(&mut of_carl).await;
}
