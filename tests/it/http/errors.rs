//! Every error has a code of the closed list and nothing we did not mean to say.

use crate::support::server::{Reply, TestServer};
use leadwire::config::{Config, Server, Visibility};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in_whatever_the_operation_is_called() {
    let server = TestServer::start().await;
    for query in [
        "{ node(id: \"x\") { id } }",
        "query health { ...F } fragment F on Query { health { version } viewer { email } }",
    ] {
        let reply = server.ask(query).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{query}");
        assert_eq!(reply.error()["extensions"]["hint"], "sessionCreate");
    }
}

#[tokio::test]
async fn credentials_that_do_not_count_are_never_silently_nobody() {
    let server = TestServer::start().await;
    let headers =
        [("authorization", "Bearer nonsense"), ("authorization", "Basic x"), ("x-api-key", "lw_nonsense")];
    for (name, value) in headers {
        let request = server.request(Method::POST, "/graphql").header(name, value);
        let reply = Reply::of(request.json(&json!({ "query": "{ health { version } }" }))).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{name}: {value}");
        assert!(!reply.text.contains("nonsense"));
    }
}

#[tokio::test]
async fn subscriptions_are_sent_to_their_own_door() {
    let server = TestServer::start().await;
    let reply = server.ask("subscription { __typename }").await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "INVALID_DOCUMENT"));
    assert!(reply.error()["message"].as_str().unwrap().contains("/graphql/ws"));
}

#[tokio::test]
async fn a_value_the_schema_refuses_is_named_with_its_path() {
    let server = TestServer::start().await;
    let query = "query ($if: Boolean!) { health { version @skip(if: $if) isDatabaseUp } }";
    let reply = server.post(json!({ "query": query, "variables": { "if": "yes" } })).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{}", reply.text);
    assert_eq!(reply.error()["extensions"]["fields"][0]["path"], "if");
    let missing = server.post(json!({ "query": query })).await;
    assert_eq!(missing.error()["extensions"]["fields"][0]["path"], "if");
    assert!(!reply.text.contains("yes"));
}

#[tokio::test]
async fn an_id_of_another_kind_is_named_with_its_place_and_not_repeated_elsewhere() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let invite = "mutation ($i: MemberInviteInput!) { memberInvite(input: $i) { token } }";
    let campaigns =
        ["camp_018f0000-0000-7000-8000-000000000000", "lead_018f0000-0000-7000-8000-000000000000"];
    let input = json!({ "i": { "email": "b@b.example", "role": "CLIENT", "campaignIds": campaigns } });
    let reply = server.post_as(&ada, json!({ "query": invite, "variables": input })).await;
    assert_eq!((reply.status, reply.code().as_str()), (200, "BAD_USER_INPUT"), "{}", reply.text);
    let extensions = reply.error()["extensions"].clone();
    assert_eq!(extensions["fields"][0]["path"], "campaignIds.1");
    assert!(extensions["fields"][0]["message"].as_str().unwrap().contains("begins with `camp"));
    assert!(!reply.text.contains("018f0000"));
    assert_eq!(extensions["refused"], json!(null), "ours, not the client's business");
}

#[tokio::test]
async fn signed_in_people_may_introspect_and_a_setting_may_forbid_it() {
    let query = json!({ "query": "{ __schema { queryType { name } } }" });
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    assert_eq!(server.post_as(&ada, query.clone()).await.status, 200);
    let nobody = Server { introspection: Visibility::Nobody, ..Server::default() };
    let server = TestServer::with(Config { server: nobody, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let reply = server.post_as(&ada, query).await;
    assert_eq!((reply.status, reply.code().as_str()), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn what_breaks_inside_is_masked_and_carries_the_requests_id() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let bearer = ada.bearer().await;
    server.test.app.db().close().await;
    let request = server.request(Method::POST, "/graphql").header("authorization", bearer);
    let reply = Reply::of(request.json(&json!({ "query": "{ viewer { user { email } } }" }))).await;
    assert!(["INTERNAL", "UNAVAILABLE"].contains(&reply.code().as_str()), "{}", reply.text);
    assert!(reply.status >= 500);
    assert!(!reply.text.to_lowercase().contains("pool"), "{}", reply.text);
    assert_eq!(reply.error()["extensions"]["requestId"], json!(reply.header("x-request-id")));
}

/// Years that chrono reads and PostgreSQL does not keep.
#[tokio::test]
async fn days_and_instants_beyond_four_digits_are_no_fault_of_ours() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let make = "mutation ($i: CampaignCreateInput!) { campaignCreate(input: $i) { id } }";
    for day in ["-262143-01-01", "+262142-12-31", "0000-01-01"] {
        let input = json!({ "workspaceId": ada.workspace_id(), "name": "Spring", "endDate": day });
        let reply = server.post_as(&ada, json!({ "query": make, "variables": { "i": input } })).await;
        assert_eq!(reply.code(), "BAD_USER_INPUT", "{day}: {}", reply.text);
        assert_eq!(reply.error()["extensions"]["fields"][0]["path"], "endDate", "{}", reply.text);
    }
    let find = "query ($w: DateTimeFilter!) { leads(filter: { createdAt: $w }) { totalCount } }";
    for instant in ["-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z", "9999-12-31T23:59:59Z"] {
        let variables = json!({ "w": { "gt": instant, "lte": instant } });
        let reply = server.post_as(&ada, json!({ "query": find, "variables": variables })).await;
        assert_eq!(reply.json()["data"]["leads"]["totalCount"], 0, "{instant}: {}", reply.text);
    }
}

/// PostgreSQL keeps no null character, wherever in a JSON value it hides.
#[tokio::test]
async fn null_characters_in_json_are_refused_and_the_field_is_named() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let audience =
        json!({ "workspaceId": ada.workspace_id(), "name": "Spring", "targetAudience": { "a": ["\0"] } });
    let config = json!({ "name": "Own", "kind": "CUSTOM", "config": { "\0": 1 } });
    for (mutation, ty, input, field) in [
        ("campaignCreate", "CampaignCreateInput", audience, "targetAudience"),
        ("dataSourceCreate", "DataSourceCreateInput", config, "config"),
        ("agencyUpdate", "AgencyUpdateInput", json!({ "settings": { "a": { "b\0": "c" } } }), "settings"),
    ] {
        let query = format!("mutation ($i: {ty}!) {{ {mutation}(input: $i) {{ id }} }}");
        let reply = server.post_as(&ada, json!({ "query": query, "variables": { "i": input } })).await;
        assert_eq!(reply.code(), "BAD_USER_INPUT", "{}", reply.text);
        let named = reply.error()["extensions"]["fields"][0]["path"].as_str().expect("named").to_owned();
        assert!(named.ends_with(field), "{}", reply.text);
    }
}
