//! An endpoint whose address changes while somebody calls the old one.

use super::support::{lax, ok};
use crate::support::{app::TestApp, scripted::Scripted};
use chrono::TimeDelta;
use leadwire::kernel::queue::manual;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

/// One delivery is under way to a receiver that answers so, when the endpoint gets another address: the endpoint right after
/// that, and the delivery in the end.
async fn moved_before(answer: &'static str) -> (Value, Value) {
    let mut config = lax();
    config.webhooks.timeout_ms = 20_000;
    let t = TestApp::with(config).await;
    let old = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = old.local_addr().expect("an address");
    let new = Scripted::start(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(&format!("http://{address}/"), &["LEAD_CREATED"]).await;
    ada.new_lead("Jane").await;
    let (asked, is_asked) = oneshot::channel::<()>();
    let (moved, is_moved) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let (mut stream, _) = old.accept().await.expect("a caller");
        let mut bytes = [0; 16 * 1024];
        assert!(stream.read(&mut bytes).await.is_ok_and(|read| read > 0), "a message");
        asked.send(()).expect("somebody waits");
        is_moved.await.expect("an answer is wanted");
        stream.write_all(answer.as_bytes()).await.expect("the caller waits");
        // Until they have it and hang up.
        while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    });
    let mut slices = vec![];
    while let Some(slice) = manual::hand_out(&t.app).await.unwrap() {
        slices.push(tokio::spawn(async move { manual::work(&slice).await }));
    }
    is_asked.await.expect("the old address is called");
    ada.set_hook(json!({ "id": id, "url": new.url().as_str() })).await;
    moved.send(()).expect("the old address answers");
    for slice in slices {
        slice.await.unwrap().unwrap();
    }
    let endpoint = ada.endpoint(&id).await;
    t.advance(TimeDelta::seconds(6));
    t.run_tasks().await;
    assert_eq!(new.seen().len(), 1, "the new address is told what the old one did not take");
    let delivery = ada.deliveries().await.remove(0);
    (endpoint, delivery)
}

#[tokio::test]
async fn what_failed_at_the_old_address_is_not_held_against_the_new_one() {
    let answers =
        ["HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"];
    for answer in answers {
        let (endpoint, delivery) = moved_before(answer).await;
        assert_eq!(endpoint["status"], "ENABLED", "{answer}");
        assert_eq!(
            (&endpoint["failureCount"], &endpoint["failingSince"]),
            (&json!(0), &Value::Null),
            "{answer}"
        );
        assert_eq!(
            (&delivery["status"], &delivery["attemptCount"]),
            (&json!("SUCCEEDED"), &json!(2)),
            "{answer}"
        );
    }
}
