use super::support::{done, hint, history, lead, nobody, run, told, traces};
use crate::support::{actor::code, app::TestApp};
use entity::membership::Role;
use serde_json::json;

#[tokio::test]
async fn a_deleted_lead_is_gone_until_it_is_restored() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    let gone = done(&ada, "leadDelete", json!({ "id": jane["id"], "expectedVersion": 1 })).await;
    assert!(gone["deletedAt"].is_string());
    let one = "query($id: ID!) { lead(id: $id) { id } }";
    assert_eq!(code(&ada.gql(one, json!({ "id": jane["id"] })).await), "NOT_FOUND");
    let lists =
        ada.ask("{ leads { nodes { id } } gone: leads(deleted: true) { nodes { id } } }", json!({})).await;
    assert_eq!(lists["leads"]["nodes"], json!([]));
    assert_eq!(lists["gone"]["nodes"], json!([{ "id": jane["id"] }]));
    for (name, more) in [
        ("leadUpdate", json!({})),
        ("leadQualify", json!({})),
        ("leadTag", json!({ "tags": ["x"] })),
        ("leadDelete", json!({})),
    ] {
        let mut input = more;
        input["id"] = jane["id"].clone();
        assert_eq!(code(&run(&ada, name, input, "id").await), "NOT_FOUND", "{name}");
    }
    let back = done(&ada, "leadRestore", json!({ "id": jane["id"] })).await;
    assert_eq!((&back["deletedAt"], &back["email"]), (&json!(null), &json!("jane@globex.com")));
    assert_eq!(code(&run(&ada, "leadRestore", json!({ "id": jane["id"] }), "id").await), "CONFLICT");
    let kinds: Vec<_> = history(&ada, &jane).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["RESTORED", "DELETED", "CREATED"]);
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED", "LEAD_DELETED", "LEAD_RESTORED"]);
}

#[tokio::test]
async fn a_person_made_anew_meanwhile_is_not_doubled() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let old = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    done(&ada, "leadDelete", json!({ "id": old["id"] })).await;
    let new = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    let answer = run(&ada, "leadRestore", json!({ "id": old["id"] }), "id").await;
    assert_eq!(code(&answer), "CONFLICT");
    assert!(hint(&answer).contains(new["id"].as_str().unwrap()));
}

#[tokio::test]
async fn only_admins_delete_and_only_their_own() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rob = ada.colleague(Role::Researcher).await;
    let jane = lead(&rob, json!({ "fullName": "Jane Doe" })).await;
    let before = traces(&t).await;
    for name in ["leadDelete", "leadRestore"] {
        let input = json!({ "id": jane["id"] });
        assert_eq!(code(&run(&rob, name, input.clone(), "id").await), "FORBIDDEN");
        let foreign = run(&eve, name, input, "id").await;
        let random = run(&eve, name, json!({ "id": nobody("lead_") }), "id").await;
        assert_eq!(code(&foreign), "NOT_FOUND");
        assert_eq!(foreign["errors"][0]["message"], random["errors"][0]["message"]);
    }
    let stale = run(&ada, "leadDelete", json!({ "id": jane["id"], "expectedVersion": 7 }), "id").await;
    assert_eq!(code(&stale), "CONFLICT");
    assert_eq!(traces(&t).await, before);
}
