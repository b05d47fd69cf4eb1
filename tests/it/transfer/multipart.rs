//! `uploadCreate` through the GraphQL multipart request specification.

use super::{
    support::{audited, kept, on_disk},
    upload::begun,
};
use crate::support::{
    actor::Actor,
    server::{Reply, TestServer},
};
use entity::file::FileStatus;
use futures_util::{StreamExt, stream};
use leadwire::{
    config::{Config, Files},
    kernel::permission::Permission,
};
use reqwest::{
    Method, RequestBuilder,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

const CSV: &str = "email,name\nana@example.com,Ana\n";
const MUTATION: &str = "mutation($file: Upload!) { uploadCreate(input: { file: $file }) { id name bytes sha256 purpose isMine } }";

fn operations() -> Value {
    json!({ "query": MUTATION, "variables": { "file": null } })
}

fn form(operations: &Value, map: &Value, files: Vec<(&'static str, Part)>) -> Form {
    let form = Form::new().text("operations", operations.to_string()).text("map", map.to_string());
    files.into_iter().fold(form, |form, (name, part)| form.part(name, part))
}

fn csv() -> Part {
    Part::bytes(CSV.as_bytes()).file_name("leads.csv").mime_str("text/csv").unwrap()
}

async fn post(server: &TestServer, who: &Actor) -> RequestBuilder {
    let request = server.request(Method::POST, "/graphql").header("authorization", who.bearer().await);
    request.header("accept", "application/graphql-response+json")
}

async fn send(server: &TestServer, who: &Actor, form: Form) -> Reply {
    Reply::of(post(server, who).await.multipart(form)).await
}

#[tokio::test]
async fn a_file_travels_inside_a_mutation() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let map = json!({ "0": ["variables.file"] });
    let reply = send(&server, &ada, form(&operations(), &map, vec![("0", csv())])).await;
    let made = &reply.json()["data"]["uploadCreate"];
    assert_eq!((reply.status, made["name"].as_str()), (200, Some("leads.csv")), "{}", reply.text);
    assert_eq!((made["bytes"].as_u64(), made["isMine"].as_bool()), (Some(CSV.len() as u64), Some(true)));
    assert_eq!(
        (made["purpose"].as_str(), reply.json()["extensions"]["cost"]["query"].is_u64()),
        (Some("UPLOAD"), true)
    );
    assert_eq!(kept(&server.test).await[0].status, FileStatus::Ready);
    let deep = json!({ "query": "mutation($i: UploadCreateInput!) { uploadCreate(input: $i) { name } }",
        "variables": { "i": { "file": null } } });
    let map = json!({ "a": ["variables.i.file"] });
    let reply = send(&server, &ada, form(&deep, &map, vec![("a", csv())])).await;
    assert_eq!(reply.json()["data"]["uploadCreate"]["name"], "leads.csv", "{}", reply.text);
}

#[tokio::test]
async fn another_sites_form_cannot_send_one() {
    let server = TestServer::start().await;
    let map = json!({ "0": ["variables.file"] });
    let plain =
        server.request(Method::POST, "/graphql").multipart(form(&operations(), &map, vec![("0", csv())]));
    let reply = Reply::of(plain).await;
    assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"));
    for header in ["graphql-preflight", "apollo-require-preflight"] {
        let request = server.request(Method::POST, "/graphql").header(header, "1");
        let reply = Reply::of(request.multipart(form(&operations(), &map, vec![("0", csv())]))).await;
        assert_eq!(reply.code(), "UNAUTHENTICATED", "who asked beforehand still has to sign in");
    }
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
}

#[tokio::test]
async fn who_may_not_import_or_asks_for_something_else_leaves_nothing() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let map = json!({ "0": ["variables.file"] });
    let reply = send(&server, &ada.client().await, form(&operations(), &map, vec![("0", csv())])).await;
    assert_eq!(reply.code(), "FORBIDDEN");
    let query = json!({ "query": "query($f: Upload) { viewer { email } }", "variables": { "f": null } });
    for (operations, code) in [
        (query, "INVALID_DOCUMENT"),
        (json!({ "query": "mutation($file: Upload!) {", "variables": { "file": null } }), "INVALID_DOCUMENT"),
        (json!([operations()]), "BAD_USER_INPUT"),
    ] {
        let map = json!({ "0": [if operations["variables"]["f"].is_null() && operations["variables"].get("f").is_some() { "variables.f" } else { "variables.file" }] });
        let reply = send(&server, &ada, form(&operations, &map, vec![("0", csv())])).await;
        assert_eq!(reply.code(), code, "{operations}: {}", reply.text);
    }
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
}

#[tokio::test]
async fn a_form_that_is_not_what_it_should_be_is_refused_in_words() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let map = json!({ "0": ["variables.file"] });
    let forms = [
        Form::new(),
        Form::new().text("map", map.to_string()).text("operations", operations().to_string()),
        form(&operations(), &json!({}), vec![]),
        form(&operations(), &json!([1]), vec![]),
        form(&operations(), &map, vec![]),
        form(&operations(), &json!({ "0": ["variables.none"] }), vec![("0", csv())]),
        form(&operations(), &json!({ "0": ["query"] }), vec![("0", csv())]),
        form(&operations(), &map, vec![("1", csv())]),
        form(&operations(), &map, vec![("0", csv()), ("0", csv())]),
        form(&json!("no object"), &map, vec![("0", csv())]),
    ];
    for (at, form) in forms.into_iter().enumerate() {
        let reply = send(&server, &ada, form).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{at}: {}", reply.text);
    }
    // A text where a file belongs, in plain JSON.
    let reply = server.post_as(&ada, json!({ "query": MUTATION, "variables": { "file": "0" } })).await;
    assert_eq!(
        (reply.code().as_str(), reply.error()["extensions"]["fields"][0]["path"].as_str()),
        ("BAD_USER_INPUT", Some("file"))
    );
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
}

#[tokio::test]
async fn a_body_that_ends_in_the_middle_or_is_too_long_never_was() {
    let files = Files { max_upload_bytes: 1_000, ..Files::default() };
    let server = TestServer::with(Config { files, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let head = format!(
        "--X\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--X\r\ncontent-disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--X\r\ncontent-disposition: form-data; name=\"0\"; filename=\"x.csv\"\r\n\r\nemail\n",
        operations(),
        json!({ "0": ["variables.file"] })
    );
    for (body, status) in [(head.clone(), 400), (format!("{head}{}\r\n--X--", "x".repeat(2_000)), 413)] {
        let request = post(&server, &ada).await.header("content-type", "multipart/form-data; boundary=X");
        let reply = Reply::of(request.body(body)).await;
        assert_eq!(reply.status, status, "{}", reply.text);
    }
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    let request = post(&server, &ada).await.header("content-type", "multipart/form-data; boundary=X");
    assert_eq!(Reply::of(request.body(format!("{head}\r\n--X--\r\n"))).await.status, 200);
}

#[tokio::test]
async fn a_key_covers_the_bytes_too() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let once = async |text: &'static str| {
        let part = Part::bytes(text.as_bytes()).file_name("leads.csv").mime_str("text/csv").unwrap();
        let form = form(&operations(), &json!({ "0": ["variables.file"] }), vec![("0", part)]);
        Reply::of(post(&server, &ada).await.header("idempotency-key", "k").multipart(form)).await
    };
    let (first, again, other) = (once(CSV).await, once(CSV).await, once("email\n").await);
    assert_eq!(first.json()["data"], again.json()["data"]);
    assert_eq!((first.status, other.code().as_str()), (200, "IDEMPOTENCY_MISMATCH"));
    assert_eq!(
        (kept(&server.test).await.len(), on_disk(&server.test).len()),
        (1, 1),
        "what nobody took is gone"
    );
}

#[tokio::test]
async fn a_key_that_is_revoked_while_its_file_comes_has_nothing_done() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let machine = ada.api_key(&[Permission::Import]).await;
    let head = format!(
        "--X\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--X\r\ncontent-disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--X\r\ncontent-disposition: form-data; name=\"0\"; filename=\"x.csv\"\r\n\r\nemail\n",
        operations(),
        json!({ "0": ["variables.file"] })
    );
    let (rest, coming) = tokio::sync::oneshot::channel::<String>();
    let pieces = stream::once(async move { Ok::<_, std::io::Error>(head) })
        .chain(stream::once(async move { Ok(coming.await.expect("the rest")) }));
    let request = server
        .request(Method::POST, "/graphql")
        .header("x-api-key", machine.credentials.api_key.clone().expect("a key"))
        .header("accept", "application/graphql-response+json")
        .header("content-type", "multipart/form-data; boundary=X")
        .body(reqwest::Body::wrap_stream(pieces));
    let revoked = async {
        begun(&server.test).await;
        let key = ada.ask("{ apiKeys { nodes { id } } }", Value::Null).await;
        let revoke = "mutation($i: ApiKeyRevokeInput!) { apiKeyRevoke(input: $i) { id } }";
        ada.ask(revoke, json!({ "i": { "id": key["apiKeys"]["nodes"][0]["id"] } })).await;
        rest.send("ana@example.com\n\r\n--X--\r\n".to_owned()).expect("somebody waits for it");
    };
    let (reply, ()) = tokio::join!(Reply::of(request), revoked);
    assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"), "{}", reply.text);
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    assert!(audited(&ada, "FILE_UPLOADED").await.is_empty());
}
