//! `POST /files`: what is taken in, what is refused, and what a refused one leaves behind (nothing).

use super::support::{audited, fetch, kept, on_disk, send, sent};
use crate::support::{
    actor::Actor,
    app::TestApp,
    server::{Reply, TestServer},
};
use chrono::TimeDelta;
use entity::{file::FileStatus, membership::Role};
use leadwire::{
    config::{Config, Files, Limits},
    kernel::permission::Permission,
};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const CSV: &str = "email,name\nana@example.com,Ana\n";

#[tokio::test]
async fn a_file_is_taken_in_and_says_what_came() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let reply = send(&server, &ada, "leads.csv", CSV).await;
    assert_eq!((reply.status, reply.header("cache-control")), (201, "no-store"));
    let said = reply.json();
    assert_eq!((said["name"].as_str(), said["bytes"].as_u64()), (Some("leads.csv"), Some(CSV.len() as u64)));
    assert_eq!(said["sha256"], hex::encode(Sha256::digest(CSV)));
    let row = kept(&server.test).await.remove(0);
    assert_eq!(
        (row.status, row.agency_id, row.media_type.as_str()),
        (FileStatus::Ready, ada.agency, "text/csv")
    );
    assert_eq!(std::fs::read_to_string(server.test.app.files().path(&row).unwrap()).unwrap(), CSV);
    let on_record = audited(&ada, "FILE_UPLOADED").await;
    assert_eq!((on_record.len(), &on_record[0]["after"]["bytes"]), (1, &said["bytes"]));
}

#[tokio::test]
async fn a_name_is_one_harmless_line_whatever_was_sent() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    for (given, kept) in [
        ("../../etc/passwd", "passwd"),
        (r"C:\secret\leads.csv", "leads.csv"),
        ("a\r\nSet-Cookie: x=1\u{0}.csv", "aSet-Cookie x=1.csv"),
        ("\u{202E}vsc.exe", "vsc.exe"),
        ("Kundenliste März.csv", "Kundenliste März.csv"),
        ("..", "file"),
    ] {
        assert_eq!(send(&server, &ada, given, CSV).await.json()["name"], kept, "{given:?}");
    }
    let request = server.request(Method::POST, "/files").header("authorization", ada.bearer().await);
    let request = request.header("content-disposition", "attachment; filename*=UTF-8''na%C3%AFve.csv");
    assert_eq!(Reply::of(request.body(CSV)).await.json()["name"], "naïve.csv");
    let folder = server.test.app.config().files.dir.join(ada.agency.to_string());
    assert!(
        on_disk(&server.test).iter().all(|path| path.parent() == Some(&folder)),
        "no path was made of a name"
    );
}

#[tokio::test]
async fn who_may_not_import_sends_nothing() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let nobody = server.request(Method::POST, "/files?name=x.csv").header("content-type", "text/csv");
    let reply = Reply::of(nobody.body(CSV)).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
    let forged = server.request(Method::POST, "/files").header("authorization", "Bearer nonsense");
    assert_eq!(Reply::of(forged.body(CSV)).await.status, 401);
    for who in [ada.client().await, ada.api_key(&[Permission::Read, Permission::Export]).await] {
        let request = server.request(Method::POST, "/files").header("content-type", "text/csv");
        let request = match &who.credentials.api_key {
            Some(key) => request.header("x-api-key", key),
            None => request.header("authorization", who.bearer().await),
        };
        let reply = Reply::of(request.body(CSV)).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "FORBIDDEN"), "{}", reply.text);
    }
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    sent(&server, &ada.colleague(Role::Researcher).await, "x.csv", CSV).await;
}

#[tokio::test]
async fn what_is_no_table_is_refused_by_type_or_by_its_first_bytes() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    for media_type in ["application/zip", "image/png", "text/html", "multipart/form-data; boundary=x"] {
        let request = server.request(Method::POST, "/files?name=x.csv").header("content-type", media_type);
        let reply = Reply::of(request.header("authorization", ada.bearer().await).body(CSV)).await;
        assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_USER_INPUT"), "{media_type}");
    }
    for (name, bytes) in [
        ("leads.csv", &b"PK\x03\x04\x14\x00"[..]),
        ("leads.zip", b"PK\x03\x04\x14\x00"),
        ("leads.csv", b"\x1f\x8b\x08\x00"),
        ("leads.csv", b"%PDF-1.7"),
        ("leads.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"),
        ("leads.csv", b"MZ\x90\x00"),
        ("leads.csv", b""),
    ] {
        let reply = send(&server, &ada, name, bytes).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_USER_INPUT"), "{name} {bytes:?}");
        assert_eq!(reply.error()["extensions"]["fields"][0]["path"], "file");
    }
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    assert_eq!(send(&server, &ada, "leads.xlsx", &b"PK\x03\x04\x14\x00"[..]).await.status, 201);
}

#[tokio::test]
async fn one_that_is_too_long_is_refused_announced_or_not() {
    let files = Files { max_upload_bytes: 1_000, ..Files::default() };
    let server = TestServer::with(Config { files, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let announced = send(&server, &ada, "x.csv", "x".repeat(1_001)).await;
    assert_eq!((announced.status, announced.code().as_str()), (413, "LIMIT_REACHED"));
    let pieces = (0..100).map(|_| Ok::<_, std::io::Error>("x".repeat(100)));
    let streamed = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let streamed = send(&server, &ada, "x.csv", streamed).await;
    assert_eq!((streamed.status, streamed.code().as_str()), (413, "LIMIT_REACHED"));
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    assert_eq!(send(&server, &ada, "x.csv", "x".repeat(1_000)).await.status, 201);
}

#[tokio::test]
async fn one_that_is_cut_off_in_the_middle_never_was() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = begin(&server, &ada, 1_000).await;
    socket.write_all(b"email\n").await.unwrap();
    begun(&server.test).await;
    socket.shutdown().await.unwrap();
    let mut answer = vec![];
    let _ = socket.read_to_end(&mut answer).await;
    drop(socket);
    gone(&server.test).await;
    assert!(kept(&server.test).await.iter().all(|row| row.status == FileStatus::Writing));
}

/// One that is announced as this long, and what its sender may go on with.
async fn begin(server: &TestServer, who: &Actor, bytes: usize) -> TcpStream {
    let mut socket = TcpStream::connect(server.addr).await.unwrap();
    let head = format!(
        "POST /files?name=x.csv HTTP/1.1\r\nhost: x\r\nauthorization: {}\r\ncontent-type: text/csv\r\ncontent-length: {bytes}\r\n\r\n",
        who.bearer().await
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket
}

/// What comes back, as far as these words.
async fn answer(reading: &mut (impl AsyncRead + Unpin), words: &[&str]) -> String {
    let (mut all, mut piece) = (String::new(), [0; 4_096]);
    while !words.iter().all(|word| all.contains(word)) {
        let read = reading.read(&mut piece).await.unwrap();
        assert_ne!(read, 0, "{all}");
        all.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    all
}

#[tokio::test]
async fn one_that_trickles_is_refused_and_one_that_is_slow_is_not() {
    let files = Files { upload_grace_ms: 1_000, upload_bytes_per_second: 1_000, ..Files::default() };
    let server = TestServer::with(Config { files, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let (mut reading, mut writing) = begin(&server, &ada, 1_000_000).await.into_split();
    let trickle = tokio::spawn(async move {
        while writing.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let refused = answer(&mut reading, &["too slowly", "LIMIT_REACHED"]).await;
    trickle.abort();
    assert!(refused.starts_with("HTTP/1.1 408"), "{refused}");
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());

    let mut socket = begin(&server, &ada, 6_000).await;
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        socket.write_all(&[b'x'; 1_000]).await.unwrap();
    }
    let taken = answer(&mut socket, &["6000"]).await;
    assert!(taken.starts_with("HTTP/1.1 201"), "{taken}");
}

#[tokio::test]
async fn who_may_no_more_when_all_of_it_has_come_leaves_nothing() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let member = rob.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let mut socket = begin(&server, &rob, CSV.len()).await;
    socket.write_all(&CSV.as_bytes()[..6]).await.unwrap();
    begun(&server.test).await;
    let remove = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { id } }";
    ada.ask(remove, json!({ "i": { "id": member } })).await;
    socket.write_all(&CSV.as_bytes()[6..]).await.unwrap();
    let refused = answer(&mut socket, &["UNAUTHENTICATED"]).await;
    assert!(refused.starts_with("HTTP/1.1 401"), "{refused}");
    assert!(kept(&server.test).await.is_empty() && on_disk(&server.test).is_empty());
    assert!(audited(&ada, "FILE_UPLOADED").await.is_empty());
}

#[tokio::test]
async fn a_token_that_ran_out_on_the_way_does_not_matter() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let mut socket = begin(&server, &ada, CSV.len()).await;
    socket.write_all(&CSV.as_bytes()[..6]).await.unwrap();
    begun(&server.test).await;
    server.test.advance(TimeDelta::hours(1));
    socket.write_all(&CSV.as_bytes()[6..]).await.unwrap();
    let taken = answer(&mut socket, &["sha256"]).await;
    assert!(taken.starts_with("HTTP/1.1 201"), "{taken}");
    assert_eq!(kept(&server.test).await.len(), 1);
}

/// Until the file is being written.
pub async fn begun(t: &TestApp) {
    while on_disk(t).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Until its bytes are gone.
async fn gone(t: &TestApp) {
    while !on_disk(t).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn files_are_counted_like_queries_and_commands() {
    let limits = Limits { reads_per_minute: 1, writes_per_minute: 1, ..Limits::default() };
    let server = TestServer::with(Config { limits, ..Config::default() }).await;
    let ada = server.test.agency("acme").await;
    let id = sent(&server, &ada, "a.csv", CSV).await;
    let more = send(&server, &ada, "b.csv", CSV).await;
    assert_eq!((more.status, more.code().as_str()), (429, "LIMIT_REACHED"), "{}", more.text);
    assert_eq!(kept(&server.test).await.len(), 1, "nothing was taken in");
    assert_eq!(fetch(&server, &ada, &id).await.status, 200);
    let again = fetch(&server, &ada, &id).await;
    assert_eq!((again.status, again.header("retry-after")), (429, "60"), "{}", again.text);
}
