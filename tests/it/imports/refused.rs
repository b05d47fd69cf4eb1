//! What is refused, to whom, and that it leaves no trace.

use super::support::{created, done, imported, leads, run, sent};
use crate::support::app::TestApp;
use entity::file::{self, FilePurpose};
use leadwire::kernel::permission::Permission;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::json;

#[tokio::test]
async fn the_same_file_is_imported_once_unless_somebody_insists() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = b"Email\nana@acme.example\n";
    let first = created(&t, &ada, text, json!({})).await;
    let again = run(&ada, "importCreate", json!({ "fileId": sent(&t, &ada, "other.csv", text).await })).await;
    let error = &again["errors"][0];
    assert_eq!(error["extensions"]["code"], "CONFLICT");
    assert!(
        error["extensions"]["hint"].as_str().unwrap().contains(first["id"].as_str().unwrap()),
        "{again:#}"
    );
    done(
        &ada,
        "importCreate",
        json!({ "fileId": sent(&t, &ada, "other.csv", text).await, "allowAgain": true }),
    )
    .await;
    // Another workspace is another place.
    let other = ada.ask("mutation { workspaceCreate(input: { name: \"Other\" }) { id } }", json!({})).await;
    let there = json!({ "fileId": sent(&t, &ada, "other.csv", text).await, "workspaceId": other["workspaceCreate"]["id"] });
    done(&ada, "importCreate", there).await;
}

#[tokio::test]
async fn clients_see_none_and_do_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = ada.ask("mutation { campaignCreate(input: { name: \"C\" }) { id } }", json!({})).await["campaignCreate"]["id"].clone();
    let import = imported(&t, &ada, b"Email\nana@acme.example\n", json!({ "campaignId": campaign })).await;
    let cleo = ada.client().await;
    let seen = cleo.ask("{ imports { totalCount } importMappings { totalCount } }", json!({})).await;
    assert_eq!(seen, json!({ "imports": { "totalCount": 0 }, "importMappings": { "totalCount": 0 } }));
    let one = cleo.gql("query($id: ID!) { import(id: $id) { id } }", json!({ "id": import["id"] })).await;
    assert_eq!(one["errors"][0]["extensions"]["code"], "NOT_FOUND");
    for step in ["importMap", "importPlan", "importApply", "importCancel", "importRevert"] {
        let answer = run(&cleo, step, json!({ "id": import["id"] })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{step}");
    }
}

#[tokio::test]
async fn it_takes_the_right_to_import_and_a_file_that_was_sent() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let file = sent(&t, &ada, "leads.csv", b"Email\nana@acme.example\n").await;
    let writer = ada.api_key(&[Permission::Read, Permission::WriteLeads]).await;
    let answer = run(&writer, "importCreate", json!({ "fileId": file })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer:#}");
    let importer = ada.api_key(&[Permission::Read, Permission::Import]).await;
    let import = done(&importer, "importCreate", json!({ "fileId": file })).await;
    for step in ["importMap", "importPlan", "importApply", "importCancel", "importRevert"] {
        let answer = run(&writer, step, json!({ "id": import["id"] })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{step}");
    }
    // What an export wrote needs another right to be read.
    let other = sent(&t, &ada, "more.csv", b"Email\nbo@blue.example\n").await;
    let column = file::Column::Purpose;
    let exported = file::Entity::update_many().col_expr(column, Expr::val(FilePurpose::Export));
    exported.exec(&t.database.connect().await).await.unwrap();
    let answer = run(&importer, "importCreate", json!({ "fileId": other })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND", "{answer:#}");
}

#[tokio::test]
async fn another_agency_has_nothing_of_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let import = created(&t, &ada, b"Email\nana@acme.example\n", json!({})).await;
    for step in ["importMap", "importPlan", "importApply", "importCancel", "importRevert"] {
        let answer = run(&eve, step, json!({ "id": import["id"] })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND", "{step}");
    }
    let file = sent(&t, &ada, "leads.csv", b"Email\nbo@blue.example\n").await;
    let answer = run(&eve, "importCreate", json!({ "fileId": file })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert!(leads(&eve, "id").await.is_empty());
}

#[tokio::test]
async fn a_closed_campaign_and_a_strange_list_are_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let other = ada.ask("mutation { workspaceCreate(input: { name: \"Other\" }) { id } }", json!({})).await["workspaceCreate"]["id"].clone();
    let list = ada
        .ask(
            "mutation($i: LeadListCreateInput!) { leadListCreate(input: $i) { id } }",
            json!({ "i": { "name": "L", "workspaceId": other } }),
        )
        .await["leadListCreate"]["id"]
        .clone();
    let file = sent(&t, &ada, "leads.csv", b"Email\nana@acme.example\n").await;
    let here = ada.workspace_id();
    let input = json!({ "fileId": file, "workspaceId": here, "leadListId": list });
    let answer = run(&ada, "importCreate", input.clone()).await;
    assert_eq!(answer["errors"][0]["extensions"]["fields"][0]["path"], "leadListId", "{answer:#}");
    let bad = json!({ "fileId": file, "workspaceId": here, "delimiter": "ab", "encoding": "klingon" });
    let answer = run(&ada, "importCreate", bad).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(ada.ask("{ imports { totalCount } }", json!({})).await["imports"]["totalCount"], 0);
}

#[tokio::test]
async fn of_the_same_file_twice_at_once_one_import_is_made() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let file = sent(&t, &ada, "leads.csv", b"Email\nana@acme.example\n").await;
    let input = json!({ "fileId": file });
    let (one, two) =
        tokio::join!(run(&ada, "importCreate", input.clone()), run(&ada, "importCreate", input.clone()));
    let (made, refused) = if one["errors"].is_null() { (one, two) } else { (two, one) };
    assert!(made["errors"].is_null(), "{made:#}");
    let error = &refused["errors"][0]["extensions"];
    assert_eq!(error["code"], "CONFLICT", "{refused:#}");
    let id = made["data"]["importCreate"]["id"].as_str().unwrap();
    assert!(error["hint"].as_str().unwrap().contains(id), "the other is named: {refused:#}");
    let left = "{ imports { totalCount } jobs { totalCount } events(first: 100, kinds: [IMPORT_CREATED]) { nodes { subjectId } } }";
    let left = ada.ask(left, json!({})).await;
    assert_eq!((&left["imports"]["totalCount"], &left["jobs"]["totalCount"]), (&json!(1), &json!(0)));
    assert_eq!(left["events"]["nodes"], json!([{ "subjectId": id }]));
}
