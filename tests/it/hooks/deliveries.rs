use super::support::{good_signatures, ok, rows, with_receiver};
use crate::{
    crm::desk::until_blocked,
    support::{actor::code, scripted::Seen},
};
use entity::membership::Role;
use leadwire::{
    hooks::deliveries,
    kernel::{queue::manual, tx::Tx},
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_event_is_told_once_signed_and_without_personal_values() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let url = receiver.url().join("/in?tenant=7").unwrap();
    let (_, secret) = ada.hook(url.as_str(), &["LEAD_CREATED"]).await;
    let lead = ada.new_lead("Thandiwe").await;
    ada.ask(
        "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }",
        json!({ "i": { "name": "Not Asked For" } }),
    )
    .await;
    assert!(receiver.seen().is_empty(), "booked with the event, sent by a worker");
    t.run_tasks().await;
    let seen = receiver.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str(), seen.query("tenant")), ("POST", "/in", Some("7")));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(good_signatures(&seen, &secret), [true]);
    let timestamp: i64 = seen.header("webhook-timestamp").unwrap().parse().unwrap();
    assert_eq!(timestamp, t.app.now().timestamp());
    let told = seen.json();
    assert_eq!((&told["type"], &told["data"]["subjectId"]), (&json!("LEAD_CREATED"), &json!(lead)));
    assert_eq!(told["previousCursor"], Value::Null, "the first");
    assert!(!seen.body.contains("Thandiwe"), "{}", seen.body);
    let log = ada.deliveries().await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["id"].as_str(), seen.header("webhook-id"));
    assert_eq!(
        (&log[0]["status"], &log[0]["responseStatus"], &log[0]["attemptCount"], &log[0]["nextAttemptAt"]),
        (&json!("SUCCEEDED"), &json!(200), &json!(1), &Value::Null)
    );
    assert_eq!(log[0]["body"], told);
    assert_eq!(log[0]["attempts"][0]["responseExcerpt"], "thanks");
    t.advance(chrono::TimeDelta::days(2));
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), 1, "and never again");
}

#[tokio::test]
async fn each_names_the_one_before_it_and_others_hear_nothing() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let rob = ada.colleague(Role::Researcher).await;
    ada.new_lead("Ana").await;
    eve.new_lead("Not Theirs").await;
    rob.new_lead("Ben").await;
    t.run_tasks().await;
    let told: Vec<Value> = receiver.seen().iter().map(Seen::json).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    let (first, second) = if told[0]["previousCursor"].is_null() { (0, 1) } else { (1, 0) };
    assert_eq!(told[second]["previousCursor"], told[first]["cursor"]);
    let after = "query($c: Cursor) { events(after: $c, kinds: [LEAD_CREATED]) { edges { cursor } } }";
    let rest = ada.ask(after, json!({ "c": told[first]["cursor"] })).await;
    assert_eq!(
        rest["events"]["edges"],
        json!([{ "cursor": told[second]["cursor"] }]),
        "the log says the same"
    );
    assert!(eve.deliveries().await.is_empty());
}

#[tokio::test]
async fn what_was_refused_is_told_to_nobody() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let bad =
        json!({ "i": { "workspaceId": ada.workspace_id(), "firstName": "Ana", "email": "no address" } });
    let create = "mutation($i: LeadCreateInput!) { leadCreate(input: $i) { id } }";
    assert_eq!(code(&ada.gql(create, bad).await), "BAD_USER_INPUT");
    assert_eq!((t.run_tasks().await, rows(&t).await.len(), receiver.seen().len()), (0, 0, 0));
}

#[tokio::test]
async fn a_worker_that_dies_costs_a_second_message_under_the_same_id_and_no_second_entry() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    let zombie = manual::hand_out(&t.app).await.unwrap().expect("a delivery is due");
    manual::take_over(&zombie).await.unwrap();
    // Taken for dead it was only slow: it sends, and is not let near the books.
    manual::work(&zombie).await.unwrap();
    assert_eq!(ada.deliveries().await[0]["status"], "PENDING");
    t.run_tasks().await;
    // Once more, when all is said: it looks before it sends.
    manual::work(&zombie).await.unwrap();
    let seen = receiver.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].header("webhook-id"), seen[1].header("webhook-id"));
    assert_eq!(seen[0].body, seen[1].body);
    let log = ada.deliveries().await;
    assert_eq!((log.len(), &log[0]["status"], &log[0]["attemptCount"]), (1, &json!("SUCCEEDED"), &json!(1)));
}

#[tokio::test]
async fn a_test_is_sent_and_kept_like_any_other() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, secret) = ada.hook(receiver.url().as_str(), &["JOB_FAILED"]).await;
    let sent = ada.do_hook("webhookEndpointTest", &id, "id status eventKind cursor").await;
    let sent = &sent["data"]["webhookEndpointTest"];
    assert_eq!((&sent["status"], &sent["eventKind"]), (&json!("PENDING"), &Value::Null));
    t.run_tasks().await;
    let seen = receiver.only();
    assert_eq!(
        (seen.json()["type"].as_str(), seen.header("webhook-id")),
        (Some("TEST"), sent["id"].as_str())
    );
    assert_eq!(good_signatures(&seen, &secret), [true]);
    assert_eq!(ada.deliveries().await[0]["status"], "SUCCEEDED");
    ada.set_hook(json!({ "id": id, "status": "DISABLED" })).await;
    assert_eq!(code(&ada.do_hook("webhookEndpointTest", &id, "id").await), "CONFLICT");
}

#[tokio::test]
async fn delivered_again_it_is_the_same_message() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (_, secret) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    t.advance(chrono::TimeDelta::hours(1));
    let id = ada.deliveries().await[0]["id"].as_str().unwrap().to_owned();
    let again = ada.do_hook("webhookDeliveryRedeliver", &id, "id status attemptCount").await;
    assert_eq!(
        again["data"]["webhookDeliveryRedeliver"],
        json!({ "id": id, "status": "PENDING", "attemptCount": 0 })
    );
    t.run_tasks().await;
    let seen = receiver.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].header("webhook-id"), &seen[0].body), (seen[1].header("webhook-id"), &seen[1].body));
    assert_ne!(seen[0].header("webhook-timestamp"), seen[1].header("webhook-timestamp"), "signed anew");
    assert_eq!(good_signatures(&seen[1], &secret), [true]);
    let log = ada.deliveries().await;
    assert_eq!((log.len(), log[0]["attempts"].as_array().unwrap().len()), (1, 2));
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&rob.do_hook("webhookDeliveryRedeliver", &id, "id").await), "FORBIDDEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn delivered_again_while_an_attempt_is_under_way_it_is_told_again() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    let attempt = manual::hand_out(&t.app).await.unwrap().expect("a delivery is due");
    let id = rows(&t).await[0].id;
    let mut again = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    deliveries::redeliver_in(&mut again, id).await.unwrap();
    let attempt = tokio::spawn(async move { manual::work(&attempt).await });
    // It read what was owed, sent it, and waits to write down how that went.
    let begun = Instant::now();
    while receiver.seen().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is not sent");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    until_blocked(&t, &attempt).await;
    again.commit().await.unwrap();
    attempt.await.unwrap().unwrap();
    let log = ada.deliveries().await;
    assert_eq!((&log[0]["status"], &log[0]["attemptCount"]), (&json!("PENDING"), &json!(0)), "still owed");
    t.run_tasks().await;
    let seen = receiver.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].header("webhook-id"), seen[1].header("webhook-id"));
    let log = ada.deliveries().await;
    assert_eq!((log.len(), &log[0]["status"], &log[0]["attemptCount"]), (1, &json!("SUCCEEDED"), &json!(1)));
}
