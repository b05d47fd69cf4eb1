use super::{input, kinds};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use entity::membership::Role;
use serde_json::{Value, json};

const CREATE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { ...w } }";
const UPDATE: &str = "mutation($i: WorkspaceUpdateInput!) { workspaceUpdate(input: $i) { ...w } }";
const ARCHIVE: &str = "mutation($i: WorkspaceArchiveInput!) { workspaceArchive(input: $i) { ...w } }";
const FIELDS: &str = "fragment w on Workspace { id name timeZone defaultFromName defaultFromEmail brand
    offerings { name description pains keywords } version archivedAt }";
const NAMES: &str = "query($s: String, $all: Boolean, $o: WorkspaceOrder, $n: Int) {
    workspaces(search: $s, includeArchived: $all, orderBy: $o, first: $n) { totalCount nodes { name } pageInfo { hasNextPage } } }";

fn with_fields(query: &str) -> String {
    format!("{query} {FIELDS}")
}

fn names(data: &Value) -> Vec<&str> {
    data["workspaces"]["nodes"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_agency_starts_with_one_and_makes_more() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let offering = json!({ "name": "Audit", "description": "", "pains": ["slow site"], "keywords": [] });
    let draft = json!({ "name": "  Globex ", "timeZone": "africa/johannesburg", "defaultFromEmail": "Sales@Globex.example",
        "offerings": [offering] });
    let made = ada.ask(&with_fields(CREATE), input(draft)).await["workspaceCreate"].clone();
    assert_eq!((&made["name"], &made["timeZone"]), (&json!("Globex"), &json!("Africa/Johannesburg")));
    assert_eq!(
        (&made["defaultFromEmail"], &made["offerings"][0]),
        (&json!("sales@globex.example"), &offering)
    );
    let all = ada.ask(NAMES, json!({ "o": { "field": "NAME", "direction": "DESC" } })).await;
    assert_eq!(names(&all), ["Globex", "acme"]);
    assert_eq!(names(&ada.ask(NAMES, json!({ "s": "LOB" })).await), ["Globex"]);
    let page = ada.ask(NAMES, json!({ "n": 1 })).await;
    assert_eq!((names(&page), &page["workspaces"]["totalCount"]), (vec!["acme"], &json!(2)));
    assert_eq!(page["workspaces"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(kinds(&ada).await.last().unwrap(), "WORKSPACE_CREATED");
}

#[tokio::test]
async fn absent_keeps_and_null_clears() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let draft = json!({ "name": "Globex", "brand": "GX", "defaultFromName": "Gil" });
    let made = ada.ask(&with_fields(CREATE), input(draft)).await["workspaceCreate"].clone();
    let change =
        json!({ "id": made["id"], "brand": null, "timeZone": "Europe/Berlin", "expectedVersion": 1 });
    let now = ada.ask(&with_fields(UPDATE), input(change.clone())).await["workspaceUpdate"].clone();
    assert_eq!(
        (&now["brand"], &now["defaultFromName"], &now["version"]),
        (&Value::Null, &json!("Gil"), &json!(2))
    );
    assert_eq!(code(&ada.gql(&with_fields(UPDATE), input(change)).await), "CONFLICT");
    let events = kinds(&ada).await.len();
    let same = json!({ "id": made["id"], "timeZone": "Europe/Berlin" });
    assert_eq!(ada.ask(&with_fields(UPDATE), input(same)).await["workspaceUpdate"]["version"], 2);
    assert_eq!(kinds(&ada).await.len(), events);
}

#[tokio::test]
async fn bad_values_are_named_together() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let draft = json!({ "name": "", "timeZone": "Mars/Base", "defaultFromEmail": "x", "offerings": [{ "name": "a" }, { "name": " " }] });
    let answer = ada.gql(&with_fields(CREATE), input(draft)).await;
    let fields = answer["errors"][0]["extensions"]["fields"].as_array().unwrap().clone();
    let paths: Vec<_> = fields.iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["name", "timeZone", "defaultFromEmail", "offerings.1.name"]);
    let answer =
        ada.gql(&with_fields(UPDATE), input(json!({ "id": ada.workspace_id(), "name": null }))).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "name"));
    assert_eq!(ada.ask(NAMES, json!({})).await["workspaces"]["totalCount"], 1);
}

#[tokio::test]
async fn archived_ones_are_out_of_sight_and_the_last_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let own = input(json!({ "id": ada.workspace_id() }));
    assert_eq!(code(&ada.gql(&with_fields(ARCHIVE), own.clone()).await), "CONFLICT");
    ada.ask(&with_fields(CREATE), input(json!({ "name": "Globex" }))).await;
    assert_ne!(
        ada.ask(&with_fields(ARCHIVE), own.clone()).await["workspaceArchive"]["archivedAt"],
        Value::Null
    );
    assert_eq!(code(&ada.gql(&with_fields(ARCHIVE), own).await), "CONFLICT");
    assert_eq!(names(&ada.ask(NAMES, json!({})).await), ["Globex"]);
    assert_eq!(ada.ask(NAMES, json!({ "all": true })).await["workspaces"]["totalCount"], 2);
    assert_eq!(kinds(&ada).await.last().unwrap(), "WORKSPACE_ARCHIVED");
}

#[tokio::test]
async fn only_admins_change_them_and_only_their_own() {
    let t = TestApp::start().await;
    let (ada, bob) = (t.agency("acme").await, t.agency("globex").await);
    let (rob, cleo) = (ada.colleague(Role::Researcher).await, ada.client().await);
    let change = input(json!({ "id": ada.workspace_id(), "name": "Mine" }));
    for other in [&rob, &cleo] {
        assert_eq!(code(&other.gql(&with_fields(UPDATE), change.clone()).await), "FORBIDDEN");
        assert_eq!(code(&other.gql(&with_fields(CREATE), input(json!({ "name": "x" }))).await), "FORBIDDEN");
    }
    assert_eq!(code(&bob.gql(&with_fields(UPDATE), change).await), "NOT_FOUND");
    let archive = input(json!({ "id": ada.workspace_id() }));
    assert_eq!(code(&bob.gql(&with_fields(ARCHIVE), archive).await), "NOT_FOUND");
    assert_eq!(names(&rob.ask(NAMES, json!({})).await), ["acme"]);
    assert!(names(&cleo.ask(NAMES, json!({})).await).is_empty());
}
