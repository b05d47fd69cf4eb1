//! Bad input to `leadRequestCreate`: a coded refusal that names the field, and no trace.

use super::support::{DESCRIPTION, Lab};
use crate::support::{
    actor::{code, field},
    server::TestServer,
};
use entity::{data_source::DataSourceKind as Kind, membership::Role};
use leadwire::{kernel::permission::Permission, sandbox::SandboxSettings};
use serde_json::{Value, json};

const CREATE: &str = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";

#[tokio::test]
async fn every_bad_value_is_named_and_nothing_is_left_behind() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let stranger = lab.test.agency("stranger").await;
    let board = "mutation { pipelineCreate(input: {name: \"X\", template: OUTREACH}) { id } }";
    let foreign = stranger.ask(board, json!({})).await["pipelineCreate"]["id"].clone();
    let with = |name: &str, value: Value| json!({ "description": DESCRIPTION, name: value });
    let filters = |name: &str, value: Value| with("filters", json!({ name: value }));
    let bad = [
        (json!({ "description": "" }), "BAD_USER_INPUT", "description"),
        (json!({ "description": "   too few   " }), "BAD_USER_INPUT", "description"),
        (json!({ "description": "x".repeat(100_000) }), "BAD_USER_INPUT", "description"),
        (with("maxResults", json!(0)), "BAD_USER_INPUT", "maxResults"),
        (with("maxResults", json!(-5)), "BAD_USER_INPUT", "maxResults"),
        (with("maxResults", json!(101)), "BAD_USER_INPUT", "maxResults"),
        (filters("countries", json!(["Atlantis"])), "BAD_USER_INPUT", "filters.countries.0"),
        (filters("employeesMin", json!(-1)), "BAD_USER_INPUT", "filters.employeesMin"),
        (filters("roles", json!(["a\u{0}b"])), "BAD_USER_INPUT", "filters.roles.0"),
        (filters("needs", json!(vec!["x"; 40])), "BAD_USER_INPUT", "filters.needs"),
        (
            with("filters", json!({ "revenueMinMicros": 10, "revenueMaxMicros": 5 })),
            "BAD_USER_INPUT",
            "filters.revenueMaxMicros",
        ),
        (with("saveTo", json!({})), "BAD_USER_INPUT", "saveTo"),
        (with("saveTo", json!({ "pipelineId": foreign })), "NOT_FOUND", ""),
        (
            with("saveTo", json!({ "newPipeline": { "name": "" } })),
            "BAD_USER_INPUT",
            "saveTo.newPipeline.name",
        ),
        (
            with("saveTo", json!({ "newPipeline": { "name": "B" }, "count": 99 })),
            "BAD_USER_INPUT",
            "saveTo.count",
        ),
        (with("workspaceId", json!(stranger.workspace_id())), "NOT_FOUND", ""),
    ];
    for (input, wanted, path) in bad {
        let answer = lab.admin.gql(CREATE, json!({ "i": input })).await;
        assert_eq!(code(&answer), wanted, "{input} {answer}");
        if !path.is_empty() {
            assert_eq!(field(&answer), path, "{answer}");
        }
    }
    let left = lab
        .admin
        .ask("{ leadRequests { totalCount } jobs { totalCount } pipelines { totalCount } }", json!({}))
        .await;
    assert_eq!(left["leadRequests"]["totalCount"], 0);
    assert_eq!((&left["jobs"]["totalCount"], &left["pipelines"]["totalCount"]), (&json!(0), &json!(0)));
    assert_eq!(lab.test.run_tasks().await, 0);
}

/// Refused by the schema already: the door gives it its code and its place.
#[tokio::test]
async fn an_id_of_another_kind_is_named_and_nothing_is_left_behind() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let Lab { test, admin, sandbox: _listening, .. } = lab;
    let server = TestServer::of(test).await;
    let input = json!({ "description": DESCRIPTION, "dataSourceIds": [admin.workspace_id()] });
    let reply = server.post_as(&admin, json!({ "query": CREATE, "variables": { "i": input } })).await;
    assert_eq!(reply.code(), "BAD_USER_INPUT", "{}", reply.text);
    assert_eq!(reply.error()["extensions"]["fields"][0]["path"], "dataSourceIds.0", "{}", reply.text);
    let left = admin.ask("{ leadRequests { totalCount } jobs { totalCount } }", json!({})).await;
    assert_eq!(left, json!({ "leadRequests": { "totalCount": 0 }, "jobs": { "totalCount": 0 } }));
}

#[tokio::test]
async fn who_may_ask_and_who_may_stop() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let input = json!({ "i": { "description": DESCRIPTION } });
    let client = lab.admin.client().await;
    assert_eq!(code(&client.gql(CREATE, input.clone()).await), "FORBIDDEN");
    let (one, other) =
        (lab.admin.colleague(Role::Researcher).await, lab.admin.colleague(Role::Researcher).await);
    let id = one.ask(CREATE, input).await["leadRequestCreate"]["id"].clone();
    let cancel = "mutation($i: LeadRequestCancelInput!) { leadRequestCancel(input: $i) { status } }";
    assert_eq!(code(&other.gql(cancel, json!({ "i": { "id": id } })).await), "FORBIDDEN", "not theirs");
    assert_eq!(
        one.ask(cancel, json!({ "i": { "id": id } })).await["leadRequestCancel"]["status"],
        "CANCELLED"
    );
    let again = one.gql(cancel, json!({ "i": { "id": id } })).await;
    assert_eq!(code(&again), "CONFLICT", "{again}");
}

/// As of its job: the member, and nobody where a key asked; to a CLIENT neither is there.
#[tokio::test]
async fn who_asked_is_shown_as_of_the_job() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let input = json!({ "i": { "description": DESCRIPTION } });
    let rob = lab.admin.colleague(Role::Researcher).await;
    let machine = lab.admin.api_key(&[Permission::Read, Permission::Prospect]).await;
    let client = lab.admin.client().await;
    let of_rob = rob.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"].clone();
    let seen = "query($id: ID!) { leadRequest(id: $id) { requestedById requestedBy { id role }
        job { id requestedById requestedBy { id role } } } }";
    for (who, is_member) in [(&rob, true), (&machine, false)] {
        let id = who.ask(CREATE, input.clone()).await["leadRequestCreate"]["id"].clone();
        let is = lab.admin.ask(seen, json!({ "id": id })).await["leadRequest"].clone();
        let shown = json!({ "id": of_rob["id"], "role": "RESEARCHER" });
        assert_eq!(is["requestedBy"], if is_member { shown } else { Value::Null });
        assert!(is["requestedById"].is_string(), "{is}");
        for field in ["requestedById", "requestedBy"] {
            assert_eq!(is[field], is["job"][field], "{field}");
        }
        for (kind, id) in [("leadRequest", &id), ("job", &is["job"]["id"])] {
            let ask =
                format!("query($id: ID!) {{ {kind}(id: $id) {{ requestedById requestedBy {{ id }} }} }}");
            let refused = client.gql(&ask, json!({ "id": id })).await;
            assert_eq!((code(&refused), &refused["data"]), ("NOT_FOUND", &Value::Null), "{kind}");
        }
    }
    let all = client.ask("{ leadRequests { nodes { requestedBy { id } } } }", json!({})).await;
    assert_eq!(all["leadRequests"]["nodes"], json!([]));
}
