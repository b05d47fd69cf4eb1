//! `GET /files/{id}`: who gets a file, how it comes, and that it is put on record.

use super::support::{audited, begin, fetch, job, sent};
use crate::support::{
    actor::Actor,
    server::{Reply, TestServer},
};
use chrono::TimeDelta;
use entity::{
    file::{self, FilePurpose},
    ids::{FileId, TypedId},
    membership::Role,
};
use leadwire::{graphql::Id, kernel::permission::Permission};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
};
use serde_json::json;

const CSV: &str = "email,name\nana@example.com,=1+1\n";
const FILE: &str =
    "query($id: ID!) { node(id: $id) { ... on File { id name bytes sha256 isMine url downloadUrl } } }";

/// The file becomes an export that somebody else asked for.
async fn as_export(server: &TestServer, id: &str, of: Option<&Actor>) {
    let created_by = match of {
        Some(actor) => actor.scope().await.actor().columns().1,
        None => None,
    };
    let id = Id::<FileId>::read(id).unwrap().0;
    let row = file::ActiveModel {
        id: Unchanged(id),
        purpose: Set(FilePurpose::Export),
        created_by: Set(created_by),
        ..Default::default()
    };
    row.update(&server.test.database.connect().await).await.unwrap();
}

#[tokio::test]
async fn the_bytes_come_as_an_attachment_and_it_is_put_on_record() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let id = sent(&server, &ada, "März \"1\".csv", CSV).await;
    let reply = fetch(&server, &ada, &id).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, CSV));
    assert_eq!(reply.header("content-type"), "text/csv");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert!(reply.header("content-security-policy").contains("sandbox"));
    assert!(reply.header("cache-control").contains("no-store"));
    let disposition = reply.header("content-disposition");
    assert_eq!(disposition, "attachment; filename=\"M_rz 1.csv\"; filename*=UTF-8''M%C3%A4rz%201.csv");
    let on_record = audited(&ada, "FILE_DOWNLOADED").await;
    assert_eq!(on_record.len(), 1);
    assert_eq!(on_record[0]["subjectId"], id);
    assert!(on_record[0]["actorId"].is_string() && on_record[0]["ip"].is_string(), "{on_record:?}");
}

#[tokio::test]
async fn another_agencys_file_is_like_none() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.test.agency("acme").await, server.test.agency("other").await);
    let id = sent(&server, &ada, "x.csv", CSV).await;
    let nothing = FileId::new().shown();
    for id in [id.as_str(), &nothing, "file_x", "lead_0192f0c1-7b7a-7cc0-8000-000000000000", "%2e%2e%2f"] {
        let reply = fetch(&server, &eve, id).await;
        assert_eq!(reply.status, 404, "{id}: {}", reply.text);
    }
    assert_eq!(server.get(&format!("/files/{id}")).await.code(), "UNAUTHENTICATED");
    assert_eq!(
        server.get(&format!("/files/{nothing}")).await.code(),
        "UNAUTHENTICATED",
        "nor does a stranger learn"
    );
    assert!(audited(&ada, "FILE_DOWNLOADED").await.is_empty());
}

#[tokio::test]
async fn a_client_has_no_file_of_others_and_takes_none_of_their_own() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let client = ada.client().await;
    let (theirs, others) = (sent(&server, &ada, "a.csv", CSV).await, sent(&server, &ada, "b.csv", CSV).await);
    as_export(&server, &theirs, Some(&client)).await;
    as_export(&server, &others, None).await;
    assert_eq!(fetch(&server, &client, &theirs).await.status, 403, "what they had it by is gone");
    assert_eq!(fetch(&server, &client, &others).await.status, 404);
    let seen = client.ask(FILE, json!({ "id": theirs })).await;
    assert_eq!((&seen["node"]["isMine"], &seen["node"]["downloadUrl"]), (&json!(true), &json!(null)));
    assert_eq!(
        client.gql(FILE, json!({ "id": others })).await["errors"][0]["extensions"]["code"],
        "NOT_FOUND"
    );
}

#[tokio::test]
async fn taking_anothers_export_needs_the_right_to_export() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let id = sent(&server, &ada, "a.csv", CSV).await;
    as_export(&server, &id, Some(&ada)).await;
    let researcher = ada.colleague(Role::Researcher).await;
    assert_eq!(fetch(&server, &researcher, &id).await.status, 200);
    let reader = ada.api_key(&[Permission::Read]).await;
    let key = reader.credentials.api_key.clone().unwrap();
    let request = server.request(reqwest::Method::GET, &format!("/files/{id}")).header("x-api-key", key);
    let reply = Reply::of(request).await;
    assert_eq!((reply.status, reply.code().as_str()), (403, "FORBIDDEN"));
    let seen = reader.ask(FILE, json!({ "id": id })).await;
    assert_eq!(
        (seen["node"]["downloadUrl"].is_null(), seen["node"]["isMine"].as_bool()),
        (true, Some(false))
    );
}

#[tokio::test]
async fn a_link_opens_one_file_for_a_quarter_of_an_hour() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let (id, other) = (sent(&server, &ada, "a.csv", CSV).await, sent(&server, &ada, "b.csv", CSV).await);
    let file = ada.ask(FILE, json!({ "id": id })).await["node"].clone();
    assert_eq!(file["url"], format!("/files/{id}"));
    let link = file["downloadUrl"].as_str().unwrap().to_owned();
    let reply = server.get(&link).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, CSV));
    let on_record = audited(&ada, "FILE_DOWNLOADED").await;
    assert!(on_record[0]["actorId"].is_string(), "in the name of whom it was given to: {on_record:?}");

    let token = link.split_once("token=").unwrap().1;
    for bad in [
        format!("/files/{other}?token={token}"),
        format!("/files/{id}?token={}", &token[..token.len() - 1]),
        format!("/files/{id}?token={}x", &token[..token.len() - 1]),
        format!("/files/{id}?token="),
        format!("/files/{id}?token=e30.00"),
    ] {
        let reply = server.get(&bad).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{bad}");
    }
    server.test.advance(TimeDelta::minutes(16));
    assert_eq!(server.get(&link).await.status, 401);
}

/// Makes the member something else, or takes them out.
async fn changes(ada: &Actor, mutation: &str, input: serde_json::Value) {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!("mutation($i: {kind}!) {{ {mutation}(input: $i) {{ id }} }}");
    ada.ask(&query, json!({ "i": input })).await;
}

#[tokio::test]
async fn whoever_may_not_export_any_more_has_none_of_their_exports_by_no_door() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let rob_id = rob.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    super::support::lead(&rob, json!({ "fullName": "Jane Doe" })).await;
    let export = begin(&rob, json!({ "what": "LEADS" })).await;
    server.test.run_tasks().await;
    let file = job(&rob, &export).await["resultFile"].clone();
    let (id, link) = (file["id"].as_str().unwrap(), file["downloadUrl"].as_str().unwrap());
    assert_eq!(fetch(&server, &rob, id).await.status, 200);
    assert_eq!(server.get(link).await.status, 200);

    changes(&ada, "memberUpdateRole", json!({ "id": rob_id, "role": "CLIENT" })).await;
    let refused = fetch(&server, &rob, id).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "FORBIDDEN"));
    assert_eq!(server.get(link).await.status, 403, "a link is as good as whoever holds it");
    let seen = rob.ask(FILE, json!({ "id": id })).await["node"].clone();
    assert_eq!((&seen["isMine"], &seen["downloadUrl"]), (&json!(true), &json!(null)));
    assert_eq!(fetch(&server, &ada, id).await.status, 200, "it is there for who may");

    changes(&ada, "memberUpdateRole", json!({ "id": rob_id, "role": "RESEARCHER" })).await;
    assert_eq!(server.get(link).await.status, 200, "the right they have now counts");
    changes(&ada, "memberRemove", json!({ "id": rob_id })).await;
    let gone = server.get(link).await;
    assert_eq!((gone.status, gone.code().as_str()), (401, "UNAUTHENTICATED"));
    let entry = ada.audit(json!({ "actions": ["FILE_DOWNLOADED"] })).await.remove(0);
    assert!(entry["ip"].is_string() && entry["requestId"].is_string(), "a link's use, too: {entry}");
}

#[tokio::test]
async fn a_file_that_is_gone_from_disk_or_has_had_its_time_does_not_exist() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let (id, other) = (sent(&server, &ada, "a.csv", CSV).await, sent(&server, &ada, "b.csv", CSV).await);
    let row = super::support::kept(&server.test).await;
    let row = row.iter().find(|row| Id(row.id).text() == id).unwrap();
    std::fs::remove_file(server.test.app.files().path(row).unwrap()).unwrap();
    assert_eq!(fetch(&server, &ada, &id).await.status, 404);
    server.test.advance(TimeDelta::days(31));
    assert_eq!(fetch(&server, &ada, &other).await.status, 404);
    assert!(audited(&ada, "FILE_DOWNLOADED").await.is_empty());
}
