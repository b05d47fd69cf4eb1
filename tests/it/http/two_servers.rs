//! Two servers on one database are one Leadwire: what is done at one is followed at the other, and ends there as well.

use crate::support::{actor::Actor, database::backend, server::TestServer, socket::TestSocket};
use leadwire::config::Config;
use sea_orm::DbBackend;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const FOLLOW: &str = "subscription ($after: Cursor) { events(after: $after) { seq kind } }";

/// Each with its own connections, hints and readers of the log, as two processes have them.
async fn two() -> (TestServer, TestServer) {
    let here = TestServer::start().await;
    let there = TestServer::of(here.test.restarted(Config::default()).await).await;
    for server in [&here, &there] {
        server.test.app.hints().connect(server.test.app.db());
    }
    (here, there)
}

async fn rename(server: &TestServer, actor: &Actor, name: String) {
    let change = "mutation ($i: AgencyUpdateInput!) { agencyUpdate(input: $i) { name } }";
    let body = json!({ "query": change, "variables": { "i": { "name": name } } });
    let reply = server.post_as(actor, body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
}

fn seq(message: &Value) -> i64 {
    let event = &message["payload"]["data"]["events"];
    assert_eq!(event["kind"], "AGENCY_UPDATED", "{message}");
    event["seq"].as_i64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_one_arrives_at_the_other_at_once_and_exactly_once() {
    let (here, there) = two().await;
    let ada = here.test.agency("acme").await;
    let newest = ada.ask("{ events(last: 1) { nodes { cursor } } }", json!({})).await;
    let after = newest["events"]["nodes"][0]["cursor"].clone();
    let mut socket = TestSocket::of(&there, &ada).await;
    socket.subscribe("e", FOLLOW, json!({ "after": after })).await;
    assert!(socket.is_silent().await);
    let (mut last, mut waits) = (None, vec![]);
    for n in 0..11 {
        rename(&here, &ada, format!("Acme {n}")).await;
        let since = Instant::now();
        let heard = seq(&socket.hear().await);
        waits.push(since.elapsed());
        assert!(last.is_none_or(|last| heard == last + 1), "{heard} after {last:?}");
        last = Some(heard);
    }
    // Longer than the poll that makes up for lost hints: nothing comes a second time.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(socket.is_silent().await);
    waits.sort();
    println!("one server to the other: median {:?}, slowest {:?}", waits[5], waits[10]);
    // By hints, not by the poll of one second. SQLite has one server only, and no hints between two.
    assert!(backend() == DbBackend::Sqlite || waits[5] < Duration::from_millis(300), "{waits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_one_is_good_at_the_other() {
    let (here, there) = two().await;
    let ada = here.test.agency("acme").await;
    let newest = ada.ask("{ events(last: 1) { nodes { cursor seq } } }", json!({})).await;
    let newest = newest["events"]["nodes"][0].clone();
    for n in 0..3 {
        rename(&here, &ada, format!("Acme {n}")).await;
    }
    let mut socket = TestSocket::of(&there, &ada).await;
    let after = "subscription ($after: Cursor!) { events(after: $after) { seq kind } }";
    socket.subscribe("e", after, json!({ "after": newest["cursor"] })).await;
    rename(&there, &ada, "Acme again".into()).await;
    for n in 1..=4 {
        assert_eq!(seq(&socket.hear().await), newest["seq"].as_i64().expect("a number") + n);
    }
    assert!(socket.is_silent().await);
}
