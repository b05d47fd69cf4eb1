//! What an endpoint did not get, it can find out, and fetch.

use super::support::{ok, rows, with_receiver};
use crate::support::scripted::Seen;
use entity::webhook_delivery;
use leadwire::kernel::housekeeping;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

#[tokio::test]
async fn after_a_pause_the_next_message_shows_the_gap_and_the_log_fills_it() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    ada.set_hook(json!({ "id": id, "status": "DISABLED" })).await;
    let missed = ada.new_lead("Missed").await;
    ada.set_hook(json!({ "id": id, "status": "ENABLED" })).await;
    ada.new_lead("Ben").await;
    t.run_tasks().await;
    let told: Vec<Value> = receiver.seen().iter().map(Seen::json).collect();
    assert_eq!(told.len(), 2, "what happened meanwhile was not sent");
    assert_ne!(told[1]["previousCursor"], told[0]["cursor"], "there is a gap");
    let fill = "query($c: Cursor) { events(after: $c, kinds: [LEAD_CREATED]) { edges { cursor node { subjectId } } } }";
    let log = ada.ask(fill, json!({ "c": told[0]["cursor"] })).await;
    let log = log["events"]["edges"].as_array().unwrap().clone();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (&log[0]["cursor"], &log[0]["node"]["subjectId"]),
        (&told[1]["previousCursor"], &json!(missed))
    );
    assert_eq!(log[1]["cursor"], told[1]["cursor"]);
}

#[tokio::test]
async fn many_events_of_one_change_form_one_chain() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &[]).await;
    let mut leads = vec![];
    for name in ["Ana", "Ben", "Cleo"] {
        leads.push(ada.new_lead(name).await);
    }
    let bulk = "mutation($i: LeadsBulkUpdateInput!) { leadsBulkUpdate(input: $i) { __typename } }";
    ada.ask(bulk, json!({ "i": { "ids": leads, "priority": "HIGH" } })).await;
    let all = rows(&t).await;
    assert!(all.len() >= 7, "its own making, three leads, three changes: {}", all.len());
    assert_eq!(all[0].previous_seq, None);
    assert!(all.windows(2).all(|pair| pair[1].previous_seq == pair[0].seq), "each knows the one before it");
    t.run_tasks().await;
    assert_eq!(receiver.seen().len(), all.len());
}

#[tokio::test]
async fn the_chain_holds_when_old_deliveries_are_thrown_away() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    let first = receiver.only().json();
    t.advance(chrono::TimeDelta::days(29));
    ada.new_lead("Ben").await;
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!(rows(&t).await.len(), 2, "a month is not over");
    t.advance(chrono::TimeDelta::days(2));
    housekeeping::run(&t.app).await.unwrap();
    let kept = rows(&t).await;
    assert_eq!(kept.len(), 1, "what is over for a month is gone; what waits is not");
    t.run_tasks().await;
    assert_eq!(receiver.seen()[1].json()["previousCursor"], first["cursor"]);
    let db = t.database.connect().await;
    assert_eq!(webhook_delivery::Entity::find().count(&db).await.unwrap(), 1);
}
