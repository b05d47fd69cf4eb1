//! A board as it changes: what a second window sees.

use super::desk::{board, board_of, done, follow};
use crate::support::{actor::code, app::TestApp, make};
use serde_json::{Value, json};

const CHANGES: &str = "subscription($id: ID!, $after: Cursor) { pipelineChanges(id: $id, after: $after) {
    cursor kind snapshot cardId stageId changes { field from to }
    pipeline { name stages { name } } card { stage { name } notes } stage { name } } }";
const ROOT: &str = "pipelineChanges";

#[tokio::test]
async fn a_board_is_shown_once_and_then_every_change_of_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, other) = (board(&ada).await, board_of(&ada, &["Elsewhere"]).await);
    let leads = make::leads(&t, &ada, 2).await;
    let mut live = follow(&t, &ada, CHANGES, json!({ "id": b.id })).await;
    let first = live.next(ROOT).await;
    assert_eq!((&first["kind"], &first["snapshot"]), (&json!("SNAPSHOT"), &json!(true)));
    assert_eq!(first["pipeline"]["stages"].as_array().unwrap().len(), 4);
    assert_eq!((&first["card"], &first["cardId"]), (&Value::Null, &Value::Null));

    let card = b.card(&ada, &leads[0], 0).await;
    other.card(&ada, &leads[0], 0).await;
    done(&ada, "pipelineCardMove", json!({ "id": card, "stageId": b.stages[2] }), "id").await;
    let made = live.next(ROOT).await;
    assert_eq!((&made["kind"], &made["cardId"]), (&json!("PIPELINE_CARD_CREATED"), &json!(card)));
    let moved = live.next(ROOT).await;
    assert_eq!((&moved["kind"], &moved["snapshot"]), (&json!("PIPELINE_CARD_MOVED"), &json!(false)));
    assert_eq!(moved["card"]["stage"]["name"], "In Conversation");
    assert_eq!(
        (&moved["stageId"], &moved["stage"]["name"]),
        (&json!(b.stages[2]), &json!("In Conversation"))
    );
    let stage = json!({ "field": "stage", "from": b.stages[0], "to": b.stages[2] });
    assert_eq!(moved["changes"][0], stage);

    done(&ada, "pipelineCardUpdate", json!({ "id": card, "notes": "Secret" }), "id").await;
    let noted = live.next(ROOT).await;
    assert_eq!(noted["changes"], json!([{ "field": "notes", "from": null, "to": null }]));
    assert_eq!(noted["card"]["notes"], "Secret");
    done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[0], "name": "Inbox" }), "id").await;
    let renamed = live.next(ROOT).await;
    assert_eq!(
        (&renamed["kind"], &renamed["stage"]["name"]),
        (&json!("PIPELINE_STAGE_UPDATED"), &json!("Inbox"))
    );
    assert_eq!(renamed["pipeline"]["stages"][0]["name"], "Inbox");
    done(&ada, "pipelineCardRemove", json!({ "id": card }), "id").await;
    let removed = live.next(ROOT).await;
    assert_eq!((&removed["cardId"], &removed["card"]), (&json!(card), &Value::Null));
    done(&ada, "pipelineDelete", json!({ "id": b.id }), "id").await;
    let gone = live.next(ROOT).await;
    assert_eq!((&gone["kind"], &gone["pipeline"]), (&json!("PIPELINE_DELETED"), &Value::Null));
}

#[tokio::test]
async fn who_was_away_goes_on_where_they_were() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board(&ada).await;
    let leads = make::leads(&t, &ada, 3).await;
    let mut live = follow(&t, &ada, CHANGES, json!({ "id": b.id })).await;
    let mut cursor = live.next(ROOT).await["cursor"].clone();
    drop(live);
    let mut seen = vec![];
    for lead in &leads {
        let card = b.card(&ada, lead, 0).await;
        done(&ada, "pipelineCardMove", json!({ "id": card, "stageId": b.stages[1] }), "id").await;
        let mut live = follow(&t, &ada, CHANGES, json!({ "id": b.id, "after": cursor })).await;
        for _ in 0..2 {
            let message = live.next(ROOT).await;
            assert_eq!(message["snapshot"], false);
            cursor = message["cursor"].clone();
            seen.push((message["kind"].as_str().unwrap().to_owned(), message["cardId"] == json!(card)));
        }
    }
    let expected = [("PIPELINE_CARD_CREATED".to_owned(), true), ("PIPELINE_CARD_MOVED".to_owned(), true)];
    assert_eq!(seen, expected.iter().cycle().take(6).cloned().collect::<Vec<_>>());
}

#[tokio::test]
async fn nobody_follows_what_is_not_theirs() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let b = board(&ada).await;
    let client = ada.client().await;
    for who in [&eve, &client] {
        let answer = follow(&t, who, CHANGES, json!({ "id": b.id })).await.any().await;
        assert_eq!(code(&answer), "NOT_FOUND");
    }
    let mut ours = follow(&t, &ada, CHANGES, json!({ "id": b.id })).await;
    let cursor = ours.next(ROOT).await["cursor"].clone();
    let theirs = board(&eve).await;
    let answer = follow(&t, &eve, CHANGES, json!({ "id": theirs.id, "after": cursor })).await.any().await;
    assert_eq!(code(&answer), "BAD_USER_INPUT");
}
