//! How much anybody may ask for at once, and what is refused before it costs anything.

use crate::support::server::{Reply, TestServer};
use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use leadwire::{
    config::{Config, Limits, Server},
    graphql::guard::{ADD_UP, ANALYTICS, Types},
    schema,
};
use reqwest::Method;
use serde_json::{Value, json};

fn with_limits(limits: Limits) -> Config {
    Config { limits, ..Config::default() }
}

#[tokio::test]
async fn a_large_body_is_refused_whether_announced_or_not() {
    let server = TestServer::start().await;
    let announced =
        server.post(json!({ "query": format!("# {}\n{{ __typename }}", "x".repeat(300_000)) })).await;
    assert_eq!((announced.status, announced.code().as_str()), (413, "LIMIT_REACHED"));
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> = (0..40).map(|_| Ok(vec![b' '; 10_000])).collect();
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let request = server.request(Method::POST, "/graphql").header("content-type", "application/json");
    assert_eq!(Reply::of(request.body(body)).await.status, 413);
}

#[tokio::test]
async fn json_bombs_and_deep_json_are_refused_as_json() {
    let server = TestServer::start().await;
    let deep = format!(
        r#"{{"query":"{{ __typename }}","variables":{{"a":{}1{}}}}}"#,
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let request = server.request(Method::POST, "/graphql").header("content-type", "application/json");
    let reply = Reply::of(request.body(deep)).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"));
    let wide: Vec<Value> = (0..40_000).map(|n| json!(n)).collect();
    let reply = server.post(json!({ "query": "{ __typename }", "variables": { "a": wide } })).await;
    assert_eq!(reply.status, 200, "unused variables cost nothing: {}", reply.text);
}

#[tokio::test]
async fn bytes_that_are_no_utf8_are_refused() {
    let server = TestServer::start().await;
    let request = server.request(Method::POST, "/graphql").header("content-type", "application/json");
    let reply = Reply::of(request.body(b"{\"query\":\"{ __typename \xff }\"}".to_vec())).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"));
    assert!(reply.error()["message"].as_str().unwrap().contains("UTF-8"));
}

#[tokio::test]
async fn documents_too_long_or_too_deep_are_refused_before_they_are_parsed() {
    let server = TestServer::start().await;
    for query in [
        format!("{{ {} }}", "health { version } ".repeat(1_000)),
        "{a".repeat(500),
        format!("{}__typename{}", "{ a".repeat(40), "}".repeat(40)),
        format!("{{ a(x: {}1{}) }}", "[".repeat(1_500), "]".repeat(1_500)),
    ] {
        let reply = server.ask(&query).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "INVALID_DOCUMENT"), "{}", &query[..20]);
        assert!(reply.text.len() < 600, "the answer repeats the document: {}", reply.text);
    }
}

#[tokio::test]
async fn a_document_over_the_ceiling_is_refused_and_says_what_it_costs() {
    let server = TestServer::with(with_limits(Limits { cost: 3, ..Limits::default() })).await;
    let reply = server.ask("{ a: health { version } b: health { version } c: health { version } }").await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "COST_EXCEEDED"));
    assert!(reply.error()["message"].as_str().unwrap().contains("costs 4"));
    assert_eq!(reply.json()["extensions"]["cost"]["query"], 4);
    assert_eq!(reply.json()["extensions"]["cost"]["remaining"], 300_000, "nothing was taken");
}

#[tokio::test]
async fn the_same_numbers_under_many_names_cost_as_often() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let price = async |times: usize| {
        let each =
            |n: usize| format!("n{n}: overview(range: {{ last: LAST_YEAR }}) {{ campaigns {{ total }} }} ");
        let numbers: String = (0..times).map(each).collect();
        let reply =
            server.post_as(&ada, json!({ "query": format!("{{ analytics {{ {numbers} }} }}") })).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["extensions"]["cost"]["query"].as_u64().unwrap()
    };
    let (one, ten) = (price(1).await, price(10).await);
    assert!(one > 50 && ten > 9 * one, "{one}, and ten times {ten}");
}

/// A price for what nothing is called any more would be no price.
#[test]
fn what_is_dear_is_there() {
    let types = Types::read(&schema::sdl());
    for (parent, name) in ADD_UP {
        assert!(types.field(parent, name).is_some(), "{parent}.{name}");
    }
    assert!(types.field(ANALYTICS, "overview").is_some());
}

#[test]
fn every_field_has_a_price() {
    let sdl = schema::sdl();
    let (types, document) = (Types::read(&sdl), parse_schema(&sdl).unwrap());
    let mut seen = 0;
    for definition in &document.definitions {
        let TypeSystemDefinition::Type(found) = definition else { continue };
        let TypeKind::Object(object) = &found.node.kind else { continue };
        for field in &object.fields {
            let (parent, name) = (found.node.name.node.as_str(), field.node.name.node.as_str());
            assert!(types.field(parent, name).is_some(), "{parent}.{name}");
            seen += 1;
        }
    }
    assert!(seen > 500, "looked at {seen}");
}

#[tokio::test]
async fn a_budget_that_is_spent_is_there_again_a_minute_later() {
    let server = TestServer::with(with_limits(Limits { cost_per_minute: 5, ..Limits::default() })).await;
    let query = "{ health { version } }";
    let left: Vec<Value> = [server.ask(query).await, server.ask(query).await]
        .iter()
        .map(|reply| reply.json()["extensions"]["cost"]["remaining"].clone())
        .collect();
    assert_eq!(left, [3, 1]);
    let refused = server.ask(query).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "COST_EXCEEDED"));
    assert_eq!(refused.error()["extensions"]["retryAfter"], 60);
    assert_eq!(refused.header("retry-after"), "60");
    server.test.advance(chrono::TimeDelta::seconds(60));
    assert_eq!(server.ask(query).await.status, 200);
}

#[tokio::test]
async fn a_strangers_budget_goes_by_address_and_only_a_trusted_proxy_may_name_it() {
    let config = |proxies: &[&str]| Config {
        server: Server {
            trusted_proxies: proxies.iter().map(|p| (*p).into()).collect(),
            ..Server::default()
        },
        limits: Limits { cost_per_minute: 3, ..Limits::default() },
        ..Config::default()
    };
    let ask = async |server: &TestServer, address: &str| {
        let request = server.request(Method::POST, "/graphql").header("x-forwarded-for", address);
        Reply::of(request.json(&json!({ "query": "{ health { version } }" }))).await.status
    };
    let open = TestServer::with(config(&[])).await;
    assert_eq!([ask(&open, "192.0.2.1").await, ask(&open, "192.0.2.2").await], [200, 429]);
    let behind = TestServer::with(config(&["127.0.0.0/8"])).await;
    assert_eq!([ask(&behind, "192.0.2.1").await, ask(&behind, "192.0.2.2").await], [200, 200]);
    assert_eq!(ask(&behind, "192.0.2.1").await, 429);
}
