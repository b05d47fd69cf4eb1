//! Rule 24: an address is told nothing before whoever answers there has said that they want to be.

use super::support::{good_signatures, lax, ok};
use crate::support::{
    actor::Actor,
    app::TestApp,
    scripted::{Canned, Scripted},
};
use chrono::TimeDelta;
use futures_util::future::join_all;
use leadwire::{config::Config, kernel::queue::manual};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn strict() -> Config {
    let mut config = lax();
    config.webhooks.verify_endpoints = true;
    config
}

async fn with_receiver(script: Vec<Canned>) -> (TestApp, Scripted) {
    (TestApp::with(strict()).await, Scripted::start(script).await)
}

async fn verified_at(of: &Actor, id: &str) -> Value {
    let query = "query($id: ID!) { webhookEndpoint(id: $id) { verifiedAt } }";
    of.ask(query, json!({ "id": id })).await["webhookEndpoint"]["verifiedAt"].clone()
}

fn types(receiver: &Scripted) -> Vec<String> {
    receiver.seen().iter().map(|seen| seen.json()["type"].as_str().expect("a type").to_owned()).collect()
}

#[tokio::test]
async fn rule_24_whoever_gives_the_challenge_back_is_told_and_asked_once() {
    let (t, receiver) = with_receiver(vec![ok().echo()]).await;
    let ada = t.agency("acme").await;
    let (id, secret) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    assert_eq!(verified_at(&ada, &id).await, Value::Null);
    t.run_tasks().await;
    assert!(receiver.seen().is_empty(), "nothing to tell, nothing asked");
    ada.new_lead("Jane").await;
    t.run_tasks().await;
    ada.new_lead("Ben").await;
    t.run_tasks().await;
    assert_eq!(types(&receiver), ["VERIFY", "LEAD_CREATED", "LEAD_CREATED"]);
    assert_eq!(good_signatures(&receiver.seen()[0], &secret), [true], "they see who asks");
    assert!(verified_at(&ada, &id).await.is_string());
    let all = ada.deliveries().await;
    assert!(all.iter().all(|one| one["status"] == "SUCCEEDED" && one["attemptCount"] == 1), "{all:#?}");
}

#[tokio::test]
async fn rule_24_whoever_does_not_is_told_nothing_and_the_log_says_why() {
    // A stranger's page that answers well to everything, then one who wants it.
    let (t, receiver) = with_receiver(vec![ok(), ok().echo()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Jane").await;
    t.run_tasks().await;
    assert_eq!(types(&receiver), ["VERIFY"]);
    assert!(!receiver.seen()[0].body.contains("lead_"), "asking tells nothing");
    let one = ada.deliveries().await.remove(0);
    assert_eq!((&one["status"], &one["attemptCount"]), (&json!("PENDING"), &json!(1)));
    let why = one["attempts"][0]["error"].as_str().expect("a reason");
    assert!(why.contains("challenge"), "{why}");
    assert_eq!(
        (verified_at(&ada, &id).await, ada.endpoint(&id).await["failureCount"].clone()),
        (Value::Null, json!(1))
    );
    t.advance(TimeDelta::seconds(6));
    t.run_tasks().await;
    assert_eq!(types(&receiver), ["VERIFY", "VERIFY", "LEAD_CREATED"], "what was owed comes after all");
    assert_eq!(ada.deliveries().await[0]["status"], "SUCCEEDED");
}

#[tokio::test]
async fn rule_24_who_does_not_answer_is_asked_less_and_less_whatever_happens_meanwhile() {
    let (t, receiver) = with_receiver(vec![ok(), ok(), ok().echo()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Jane").await;
    t.run_tasks().await;
    for name in ["Ben", "Cyn", "Dan"] {
        ada.new_lead(name).await;
        t.run_tasks().await;
    }
    assert_eq!(types(&receiver), ["VERIFY"], "nobody else asks while it is left in peace");
    let waits = ada.deliveries().await;
    let due: BTreeSet<&str> = waits.iter().map(|one| one["nextAttemptAt"].as_str().expect("when")).collect();
    assert!(waits.iter().all(|one| one["status"] == "PENDING") && due.len() == 1, "{waits:#?}");
    assert_eq!(waits.iter().map(|one| one["attemptCount"].as_i64().unwrap()).sum::<i64>(), 1);
    // Once more in vain, and then minutes of peace; a person who tries it is not kept waiting.
    t.advance(TimeDelta::seconds(6));
    t.run_tasks().await;
    assert_eq!(types(&receiver), ["VERIFY", "VERIFY"]);
    ada.new_lead("Eve").await;
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), 2, "it is still left in peace");
    ada.do_hook("webhookEndpointTest", &id, "id").await;
    t.run_tasks().await;
    assert_eq!(types(&receiver), ["VERIFY", "VERIFY", "VERIFY", "TEST"]);
    t.advance(TimeDelta::hours(1));
    t.run_tasks().await;
    let all = ada.deliveries().await;
    assert!(all.iter().all(|one| one["status"] == "SUCCEEDED"), "all that was owed came: {all:#?}");
}

#[tokio::test]
async fn rule_24_however_many_ask_together_it_is_asked_again_on_the_schedule() {
    const TOGETHER: usize = 8;
    let mut config = strict();
    // So that all have asked before the first of them gives up.
    config.webhooks.timeout_ms = 2_000;
    let mut script = vec![Canned::hang(); TOGETHER];
    script.extend([ok(), ok().echo()]);
    let (t, receiver) = (TestApp::with(config).await, Scripted::start(script).await);
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    for number in 0..TOGETHER {
        ada.new_lead(&format!("Lead {number}")).await;
    }
    let mut slices = vec![];
    while let Some(slice) = manual::hand_out(&t.app).await.unwrap() {
        slices.push(tokio::spawn(async move { manual::work(&slice).await }));
    }
    for done in join_all(slices).await {
        done.unwrap().unwrap();
    }
    assert_eq!(types(&receiver), ["VERIFY"; TOGETHER]);
    assert_eq!(ada.endpoint(&id).await["failureCount"], 1, "it was silent once");
    let all = ada.deliveries().await;
    assert!(all.iter().all(|one| one["status"] == "PENDING" && one["attemptCount"] == 1), "{all:#?}");
    t.advance(TimeDelta::seconds(6));
    t.run_tasks().await;
    assert_eq!(types(&receiver).len(), TOGETHER + 1, "after five seconds, by one of them");
    assert_eq!(ada.endpoint(&id).await["failureCount"], 2);
    t.advance(TimeDelta::minutes(5));
    t.run_tasks().await;
    let all = ada.deliveries().await;
    assert!(all.iter().all(|one| one["status"] == "SUCCEEDED"), "after five minutes more: {all:#?}");
}

#[tokio::test]
async fn rule_24_another_address_is_asked_again_and_a_test_asks_too() {
    let (t, first) = with_receiver(vec![ok().echo()]).await;
    let second = Scripted::start(vec![ok().echo()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(first.url().as_str(), &["LEAD_CREATED"]).await;
    ada.do_hook("webhookEndpointTest", &id, "id").await;
    t.run_tasks().await;
    assert_eq!(types(&first), ["VERIFY", "TEST"]);
    ada.set_hook(json!({ "id": id, "description": "Ours" })).await;
    assert!(verified_at(&ada, &id).await.is_string(), "other changes ask nothing");
    ada.set_hook(json!({ "id": id, "url": second.url().as_str() })).await;
    assert_eq!(verified_at(&ada, &id).await, Value::Null);
    ada.new_lead("Jane").await;
    t.run_tasks().await;
    assert_eq!(types(&second), ["VERIFY", "LEAD_CREATED"]);
    assert_eq!(types(&first).len(), 2);
}

#[tokio::test]
async fn rule_24_a_private_address_is_not_even_asked() {
    let receiver = Scripted::start(vec![ok().echo()]).await;
    let inside = TestApp::with(strict()).await;
    let ada = inside.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Jane").await;
    // The same rows under settings that keep us outside.
    let mut outside = strict();
    outside.webhooks.allow_private_addresses = false;
    inside.restarted(outside).await.run_tasks().await;
    assert!(receiver.seen().is_empty(), "{:?}", receiver.seen());
}
