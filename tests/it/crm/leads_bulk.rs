use super::{
    lead_create::member,
    support::{done, lead, nobody, run, told, traces},
};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use serde_json::json;

const SHOWN: &str = "updatedCount unchangedCount refusedCount notFoundCount items { id outcome message hint lead { status priority tags version } }";

#[tokio::test]
async fn each_lead_has_an_outcome_of_its_own() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let fresh = lead(&ada, json!({ "fullName": "A A" })).await;
    let there = lead(&ada, json!({ "fullName": "B B", "tags": ["vip"], "priority": "HIGH" })).await;
    done(&ada, "leadQualify", json!({ "id": there["id"] })).await;
    let out = lead(&ada, json!({ "fullName": "C C" })).await;
    done(&ada, "leadDisqualify", json!({ "id": out["id"], "reason": "left" })).await;
    let theirs = lead(&eve, json!({ "fullName": "E E" })).await;
    let input = json!({
        "ids": [theirs["id"], fresh["id"], there["id"], out["id"], nobody("lead_"), fresh["id"]],
        "status": "QUALIFIED", "priority": "HIGH", "addTags": ["VIP"],
    });
    let answer = run(&ada, "leadsBulkUpdate", input, SHOWN).await;
    let result = &answer["data"]["leadsBulkUpdate"];
    let outcomes: Vec<_> = result["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
    assert_eq!(
        outcomes,
        ["NOT_FOUND", "UPDATED", "UNCHANGED", "REFUSED", "NOT_FOUND", "UPDATED"],
        "{answer:#}"
    );
    assert_eq!(result["items"][0]["id"], theirs["id"]);
    assert_eq!(
        result["items"][1]["lead"],
        json!({ "status": "QUALIFIED", "priority": "HIGH", "tags": ["vip"], "version": 2 })
    );
    assert_eq!(result["items"][3]["hint"], "It can become: NEW, UNSUBSCRIBED.");
    assert_eq!((&result["refusedCount"], &result["notFoundCount"]), (&json!(1), &json!(2)));
    let untouched =
        ada.ask("query($id: ID!) { lead(id: $id) { tags priority } }", json!({ "id": out["id"] })).await;
    assert_eq!(
        untouched["lead"],
        json!({ "tags": [], "priority": "MEDIUM" }),
        "a refused lead is not half changed"
    );
    let new = &told(&t, &ada).await[5..];
    assert_eq!(new, ["LEAD_STATUS_CHANGED", "LEAD_TAGGED", "LEAD_UPDATED"]);
    assert_eq!(told(&t, &eve).await, ["LEAD_CREATED"]);
}

#[tokio::test]
async fn what_is_wrong_with_the_change_itself_refuses_it_whole() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let one = lead(&ada, json!({ "fullName": "A A" })).await;
    let before = traces(&t).await;
    let many: Vec<String> = (0..501).map(|_| nobody("lead_")).collect();
    for (input, path) in [
        (json!({ "ids": [] }), "ids"),
        (json!({ "ids": many }), "ids"),
        (json!({ "ids": [one["id"]], "addTags": [""] }), "addTags.0"),
        (json!({ "ids": [one["id"]], "removeTags": ["\u{0}"] }), "removeTags.0"),
    ] {
        let answer = run(&ada, "leadsBulkUpdate", input, SHOWN).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path), "{answer:#}");
    }
    let input = json!({ "ids": [one["id"]], "assigneeId": member(&eve).await });
    assert_eq!(code(&run(&ada, "leadsBulkUpdate", input, SHOWN).await), "NOT_FOUND");
    let input = json!({ "ids": [one["id"]], "priority": "HIGH" });
    assert_eq!(code(&run(&ada.client().await, "leadsBulkUpdate", input, SHOWN).await), "FORBIDDEN");
    assert_eq!(traces(&t).await[..5], before[..5]);
}

#[tokio::test]
async fn an_item_that_comes_again_gets_what_it_got_and_another_under_its_key_is_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (ann, ben) =
        (lead(&ada, json!({ "fullName": "A A" })).await, lead(&ada, json!({ "fullName": "B B" })).await);
    let change = |ids: &[&serde_json::Value], keys: &[&str], priority: &str| {
        run(&ada, "leadsBulkUpdate", json!({ "ids": ids, "itemKeys": keys, "priority": priority }), SHOWN)
    };
    let outcomes = |answer: &serde_json::Value| {
        let items = answer["data"]["leadsBulkUpdate"]["items"].as_array().expect("items").clone();
        items.into_iter().map(|item| item["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = change(&[&ann["id"]], &["k1"], "HIGH").await;
    assert_eq!(outcomes(&first), ["UPDATED"]);
    // Somebody else changes the lead meanwhile: the repetition does not change it back.
    done(&ada, "leadUpdate", json!({ "id": ann["id"], "priority": "LOW" })).await;
    let events = told(&t, &ada).await.len();
    let again = change(&[&ann["id"], &ben["id"]], &["k1", "k2"], "HIGH").await;
    assert_eq!(outcomes(&again), ["UPDATED", "UPDATED"]);
    let items = &again["data"]["leadsBulkUpdate"]["items"];
    assert_eq!(
        (&items[0]["lead"]["priority"], &items[1]["lead"]["priority"]),
        (&json!("LOW"), &json!("HIGH"))
    );
    assert_eq!(told(&t, &ada).await.len(), events + 1, "only the second was done");
    let other = change(&[&ben["id"], &ann["id"]], &["k1", "k3"], "HIGH").await;
    assert_eq!(outcomes(&other), ["IDEMPOTENCY_MISMATCH", "UPDATED"], "{other:#}");
    let other = change(&[&ann["id"]], &["k1"], "URGENT").await;
    assert_eq!(outcomes(&other), ["IDEMPOTENCY_MISMATCH"], "another change is another item");
    let eve = t.agency("evil").await;
    let theirs = lead(&eve, json!({ "fullName": "E E" })).await;
    let input = json!({ "ids": [theirs["id"]], "itemKeys": ["k1"], "priority": "HIGH" });
    assert_eq!(
        outcomes(&run(&eve, "leadsBulkUpdate", input, SHOWN).await),
        ["UPDATED"],
        "keys are the caller's"
    );
    t.advance(chrono::TimeDelta::hours(24));
    assert_eq!(outcomes(&change(&[&ann["id"]], &["k1"], "URGENT").await), ["UPDATED"], "a day later");
}

#[tokio::test]
async fn the_same_items_at_once_are_done_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ann = lead(&ada, json!({ "fullName": "A A" })).await;
    let events = told(&t, &ada).await.len();
    let input = json!({ "ids": [ann["id"]], "itemKeys": ["crowd"], "addTags": ["once"] });
    let all = (0..20).map(|_| run(&ada, "leadsBulkUpdate", input.clone(), SHOWN));
    let all = futures_util::future::join_all(all).await;
    let updated = all.iter().filter(|one| one["data"]["leadsBulkUpdate"]["updatedCount"] == 1).count();
    assert_eq!(updated, 20, "everybody gets the first outcome: {all:#?}");
    assert_eq!(told(&t, &ada).await.len(), events + 1);
}

#[tokio::test]
async fn keys_that_do_not_fit_the_items_are_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ann = lead(&ada, json!({ "fullName": "A A" })).await;
    let before = traces(&t).await;
    for (keys, at) in [
        (json!([]), "itemKeys"),
        (json!(["a", "b"]), "itemKeys"),
        (json!(["not a key"]), "itemKeys.0"),
        (json!([""]), "itemKeys.0"),
    ] {
        let input = json!({ "ids": [ann["id"]], "itemKeys": keys, "priority": "HIGH" });
        let answer = run(&ada, "leadsBulkUpdate", input, SHOWN).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", at), "{answer}");
    }
    let input = json!({ "ids": [ann["id"], ann["id"]], "itemKeys": ["a", "a"], "priority": "HIGH" });
    assert_eq!(field(&run(&ada, "leadsBulkUpdate", input, SHOWN).await), "itemKeys.1");
    assert_eq!(traces(&t).await, before);
}
