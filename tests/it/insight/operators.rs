//! What an operator of the installation reads in somebody's agency is on record there.

use crate::support::{
    actor::{Actor, code},
    server::{Reply, TestServer},
};
use serde_json::{Value, json};

/// What operators read in the agency, newest first.
async fn read(of: &Actor) -> Vec<Value> {
    let all = of.audit(json!({ "actions": ["OPERATOR_READ"] })).await;
    all.into_iter().map(|entry| entry["after"]["roots"].clone()).collect()
}

/// Asks in `acme`.
async fn ask(server: &TestServer, operator: &Actor, query: &str) -> Reply {
    let request = server
        .request(reqwest::Method::POST, "/graphql")
        .header("authorization", operator.bearer().await)
        .header("x-agency", "acme")
        .json(&json!({ "query": query }));
    Reply::of(request).await
}

#[tokio::test]
async fn every_read_is_on_record_before_it_is_seen() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let operator = server.test.super_admin().await.in_agency("acme");
    let seen =
        ask(&server, &operator, "{ members { totalCount } a: leads { totalCount } b: leads { totalCount } }")
            .await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    assert_eq!(read(&ada).await, [json!(["leads", "members"])]);
    ask(&server, &operator, "{ viewer { isSuperAdmin } health { version } __typename }").await;
    assert_eq!(read(&ada).await.len(), 1, "nothing of the agency's was read");
    server.post_as(&ada, json!({ "query": "{ leads { totalCount } }" })).await;
    assert_eq!(read(&ada).await.len(), 1, "its own people are not watched");
    let entry = ada.audit(json!({ "actions": ["OPERATOR_READ"] })).await.remove(0);
    assert!(entry["actorId"].as_str().unwrap().starts_with("user_"), "{entry}");
    assert_eq!((&entry["member"], &entry["ip"]), (&Value::Null, &json!("127.0.0.1")));
    let house = operator.in_agency("house").audit(json!({ "actions": ["OPERATOR_READ"] })).await;
    assert!(house.is_empty(), "at home they are at home");
}

#[tokio::test]
async fn an_agencys_settings_are_read_in_it_and_on_record() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    server.test.agency("globex").await;
    let update = "mutation($i: AgencyUpdateInput!) { agencyUpdate(input: $i) { version } }";
    ada.ask(update, json!({ "i": { "settings": { "theme": "acme-blue" } } })).await;
    let root = server.test.super_admin().await;
    let operator = root.in_agency("acme");
    ask(&server, &operator, "{ viewer { user { settings } agency { id name slug } } }").await;
    assert!(read(&ada).await.is_empty(), "that it is there is no secret of its own");
    let seen =
        ask(&server, &operator, "{ viewer { agency { ...A } } } fragment A on Agency { settings }").await;
    assert!(seen.text.contains("acme-blue"), "{}", seen.text);
    assert_eq!(read(&ada).await, [json!(["viewer"])]);

    // From outside, and from inside another one's.
    let every = "{ agencies(first: 100) { nodes { slug settings } } }";
    for answer in [root.gql(every, Value::Null).await, operator.gql(every, Value::Null).await] {
        assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
        assert!(!answer.to_string().contains("acme-blue"), "{answer}");
    }
    let all = root.ask("{ agencies(first: 100) { nodes { slug } } }", Value::Null).await;
    assert_eq!(all["agencies"]["nodes"].as_array().unwrap().len(), 3);
    let own = "{ agency { settings } viewer { memberships { agency { settings } } } }";
    root.in_agency("house").ask(own, Value::Null).await;
    let theirs = ada.ask(own, Value::Null).await;
    assert_eq!(theirs["viewer"]["memberships"][0]["agency"]["settings"]["theme"], "acme-blue");
    assert_eq!(read(&ada).await.len(), 1);
}

#[tokio::test]
async fn what_a_command_answers_is_read_too() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let operator = server.test.super_admin().await.in_agency("acme");
    let shown = ask(&server, &operator, "mutation { agencyUpdate(input: {}) { id name slug } }").await;
    assert_eq!((shown.status, shown.code().as_str()), (200, ""), "{}", shown.text);
    assert_eq!(read(&ada).await, [json!(["agencyUpdate"])], "nothing was changed, and something seen");
}

#[tokio::test]
async fn why_they_act_stands_beside_what_they_do() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let operator = server.test.super_admin().await.in_agency("acme").acting_as("RESEARCHER");
    let make = "mutation($n: String!) { companyCreate(input: { name: $n }) { id } }";
    let send = async |name: &str, reason: &str| {
        let request = server
            .request(reqwest::Method::POST, "/graphql")
            .header("authorization", operator.bearer().await)
            .header("x-agency", "acme")
            .header("x-act-as", "RESEARCHER")
            .header("x-reason", reason)
            .json(&json!({ "query": make, "variables": { "n": name } }));
        Reply::of(request).await
    };
    let made = send("Operated", "ticket 4711").await;
    assert_eq!((made.status, made.code().as_str()), (200, ""), "{}", made.text);
    let entry = ada.audit(json!({ "actions": ["COMPANY_CREATED"] })).await.remove(0);
    assert_eq!(entry["reason"], "X-Act-As: RESEARCHER; ticket 4711");
    let refused = send("Refused", &"x".repeat(501)).await;
    assert_eq!(refused.code(), "BAD_USER_INPUT", "{}", refused.text);
    assert_eq!(ada.audit(json!({ "actions": ["COMPANY_CREATED"] })).await.len(), 1);
}
