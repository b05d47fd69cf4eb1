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
