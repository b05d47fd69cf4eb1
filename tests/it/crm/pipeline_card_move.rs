use super::desk::{Board, board, board_of, done, must_refuse, newest, told, typed, until_blocked};
use crate::support::{actor::Actor, app::TestApp, make};
use chrono::TimeDelta;
use entity::{event_kind::EventKind, ids::TypedId};
use leadwire::{
    crm::cards::{self, Beside, Move},
    kernel::tx::Tx,
};
use serde_json::{Value, json};

/// A board A, B, C with these many cards in each.
async fn filled(t: &TestApp, who: &Actor, counts: [usize; 3]) -> (Board, Vec<Vec<String>>) {
    let b = board_of(who, &["A", "B", "C"]).await;
    for (stage, count) in counts.into_iter().enumerate() {
        for lead in make::leads(t, who, count).await {
            b.card(who, &lead, stage).await;
        }
    }
    let cards = b.cards(who).await;
    (b, cards)
}

async fn shift(who: &Actor, input: Value) -> Value {
    done(who, "pipelineCardMove", input, "id stage { name } status version enteredStageAt").await
}

fn to_before(card: &str, beside: &str) -> Move {
    let beside = Some(Beside::Before(typed(beside)));
    Move { card: typed(card), stage: None, beside, reason: None, expected_version: None }
}

#[tokio::test]
async fn cards_go_to_a_stage_before_or_after_a_card() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [3, 2, 0]).await;
    let known = newest(&t, &ada).await;
    t.advance(TimeDelta::seconds(5));
    let is = shift(&ada, json!({ "id": c[0][0], "stageId": b.stages[1], "expectedVersion": 1 })).await;
    assert_eq!(
        is,
        json!({ "id": c[0][0], "stage": { "name": "B" }, "status": "OPEN", "version": 2,
        "enteredStageAt": "2026-11-02T09:00:05+00:00" })
    );
    shift(&ada, json!({ "id": c[0][1], "before": c[1][0] })).await;
    shift(&ada, json!({ "id": c[0][2], "stageId": b.stages[1], "after": c[1][0] })).await;
    let expected = vec![
        vec![],
        vec![c[0][1].clone(), c[1][0].clone(), c[0][2].clone(), c[1][1].clone(), c[0][0].clone()],
        vec![],
    ];
    assert_eq!(b.cards(&ada).await, expected);
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineCardMoved; 3]);
}

#[tokio::test]
async fn a_move_within_a_stage_is_no_step_of_history() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [3, 0, 0]).await;
    t.advance(TimeDelta::seconds(5));
    let is = shift(&ada, json!({ "id": c[0][2], "before": c[0][0] })).await;
    assert_eq!((&is["version"], &is["enteredStageAt"]), (&json!(2), &json!("2026-11-02T09:00:00+00:00")));
    assert_eq!(b.cards(&ada).await[0], [c[0][2].as_str(), &c[0][0], &c[0][1]]);
    shift(&ada, json!({ "id": c[0][2], "after": c[0][0] })).await;
    shift(&ada, json!({ "id": c[0][0], "stageId": b.stages[0] })).await;
    assert_eq!(b.cards(&ada).await[0], [c[0][2].as_str(), &c[0][1], &c[0][0]]);
    let query = "query($id: ID!) { pipeline(id: $id) { stages { cards { nodes { history { nodes { toName } } } } } } }";
    let found = ada.ask(query, json!({ "id": b.id })).await;
    for card in found["pipeline"]["stages"][0]["cards"]["nodes"].as_array().unwrap() {
        assert_eq!(card["history"]["nodes"], json!([{ "toName": "A" }]));
    }
}

#[tokio::test]
async fn history_is_complete_and_newest_first() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [1, 0, 0]).await;
    for (stage, reason) in [(1, Some("They answered")), (2, None), (0, Some("Wrong person"))] {
        t.advance(TimeDelta::seconds(1));
        shift(&ada, json!({ "id": c[0][0], "stageId": b.stages[stage], "reason": reason })).await;
    }
    let query = "query($id: ID!) { pipeline(id: $id) { stages { cards { nodes {
        history { nodes { from { name } to { name } reason at } }
        newest: history(first: 1) { nodes { reason } pageInfo { hasNextPage } } } } } } }";
    let found = ada.ask(query, json!({ "id": b.id })).await;
    let card = &found["pipeline"]["stages"][0]["cards"]["nodes"][0];
    let step = |from: Option<&str>, to: &str, reason: Option<&str>, second: u32| {
        json!({ "from": from.map(|name| json!({ "name": name })), "to": { "name": to }, "reason": reason,
            "at": format!("2026-11-02T09:00:0{second}+00:00") })
    };
    let expected = json!([
        step(Some("C"), "A", Some("Wrong person"), 3),
        step(Some("B"), "C", None, 2),
        step(Some("A"), "B", Some("They answered"), 1),
        step(None, "A", None, 0),
    ]);
    assert_eq!(card["history"]["nodes"], expected);
    let newest = json!({ "nodes": [{ "reason": "Wrong person" }], "pageInfo": { "hasNextPage": true } });
    assert_eq!(card["newest"], newest);
}

#[tokio::test]
async fn status_follows_the_stage() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board(&ada).await;
    let card = b.card(&ada, &make::lead(&t, &ada, "Ana").await, 0).await;
    assert_eq!(shift(&ada, json!({ "id": card, "stageId": b.stages[3] })).await["status"], "WON");
    assert_eq!(shift(&ada, json!({ "id": card, "stageId": b.stages[1] })).await["status"], "OPEN");
}

#[tokio::test]
async fn a_full_stage_says_so() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [1, 2, 0]).await;
    done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[1], "wipLimit": 2 }), "id").await;
    let said: &[&str] = &["“B” is full", "2 cards", "at most 2", "pipelineStageUpdate"];
    let input = json!({ "id": c[0][0], "stageId": b.stages[1] });
    must_refuse(&t, &ada, "pipelineCardMove", input, ("CONFLICT", said)).await;
    let lead = make::lead(&t, &ada, "New").await;
    let input = json!({ "pipelineId": b.id, "leadId": lead, "stageId": b.stages[1] });
    must_refuse(&t, &ada, "pipelineCardCreate", input, ("CONFLICT", said)).await;
    shift(&ada, json!({ "id": c[1][0], "after": c[1][1] })).await;
    shift(&ada, json!({ "id": c[1][0], "stageId": b.stages[0] })).await;
    shift(&ada, json!({ "id": c[0][0], "stageId": b.stages[1] })).await;
}

#[tokio::test]
async fn what_is_no_place_is_refused() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let ((b, c), (other, d)) = (filled(&t, &ada, [2, 1, 0]).await, filled(&t, &ada, [1, 0, 0]).await);
    let (_, foreign) = filled(&t, &eve, [1, 0, 0]).await;
    let card = &c[0][0];
    let refuse = async |input, expected: (&str, &[&str])| {
        must_refuse(&t, &ada, "pipelineCardMove", input, expected).await;
    };
    let bad = "BAD_USER_INPUT";
    refuse(json!({ "id": card }), (bad, &["stageId"])).await;
    refuse(json!({ "id": card, "before": c[1][0], "after": c[1][0] }), (bad, &["not both"])).await;
    refuse(json!({ "id": card, "before": card }), (bad, &["another card"])).await;
    refuse(json!({ "id": card, "stageId": other.stages[0] }), (bad, &["same pipeline"])).await;
    refuse(json!({ "id": card, "after": d[0][0] }), (bad, &["same pipeline"])).await;
    refuse(json!({ "id": card, "after": foreign[0][0] }), ("NOT_FOUND", &["pipeline card"])).await;
    let elsewhere = json!({ "id": card, "stageId": b.stages[1], "before": c[0][1] });
    refuse(elsewhere, ("CONFLICT", &["not in the stage “B”"])).await;
    let stale = json!({ "id": card, "stageId": b.stages[1], "expectedVersion": 9 });
    refuse(stale, ("CONFLICT", &["version is 1, not 9"])).await;
    let wordy = json!({ "id": card, "stageId": b.stages[1], "reason": "x".repeat(501) });
    refuse(wordy, (bad, &["reason"])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_choose_the_same_place_get_one_each() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [2, 1, 0]).await;
    let scope = ada.scope().await;
    let mut first = Tx::begin(&t.app, &scope).await.unwrap();
    cards::shift_in(&mut first, to_before(&c[0][0], &c[1][0])).await.unwrap();
    let (app, ask) = (t.app.clone(), to_before(&c[0][1], &c[1][0]));
    let second = tokio::spawn(async move { cards::shift(&app, &scope, ask).await });
    until_blocked(&t, &second).await;
    first.commit().await.unwrap();
    second.await.unwrap().unwrap();
    assert_eq!(b.cards(&ada).await[1], [c[0][0].as_str(), &c[0][1], &c[1][0]]);
    // Had they got the same place, nothing could be put between them.
    shift(&ada, json!({ "id": c[1][0], "before": c[0][1] })).await;
    assert_eq!(b.cards(&ada).await[1], [c[0][0].as_str(), &c[1][0], &c[0][1]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_put_leads_at_the_end_get_one_place_each() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board(&ada).await;
    let leads = make::leads(&t, &ada, 2).await;
    let (scope, pipeline) = (ada.scope().await, typed(&b.id));
    let mut first = Tx::begin(&t.app, &scope).await.unwrap();
    let (one, _) = cards::put(&mut first, (pipeline, None), typed(&leads[0]), None).await.unwrap();
    let (app, lead) = (t.app.clone(), typed(&leads[1]));
    let second = tokio::spawn(async move {
        let mut tx = Tx::begin(&app, &scope).await?;
        let (card, _) = cards::put(&mut tx, (pipeline, None), lead, None).await?;
        tx.commit().await.map(|()| card)
    });
    until_blocked(&t, &second).await;
    first.commit().await.unwrap();
    let two = second.await.unwrap().unwrap();
    assert!(one.position < two.position, "{} {}", one.position, two.position);
    assert_eq!(b.cards(&ada).await[0], [one.id.shown(), two.id.shown()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_move_the_same_card_follow_one_another() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [1, 1, 1]).await;
    let scope = ada.scope().await;
    let mut first = Tx::begin(&t.app, &scope).await.unwrap();
    cards::shift_in(&mut first, to_before(&c[0][0], &c[1][0])).await.unwrap();
    let (app, ask) = (t.app.clone(), to_before(&c[0][0], &c[2][0]));
    let second = tokio::spawn(async move { cards::shift(&app, &scope, ask).await });
    until_blocked(&t, &second).await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().unwrap().version, 3);
    assert_eq!(b.cards(&ada).await, [vec![], vec![c[1][0].clone()], vec![c[0][0].clone(), c[2][0].clone()]]);
    let query = "query($id: ID!) { pipeline(id: $id) { stages { cards { nodes { history { nodes { fromName toName } } } } } } }";
    let found = ada.ask(query, json!({ "id": b.id })).await;
    let history = &found["pipeline"]["stages"][2]["cards"]["nodes"][0]["history"]["nodes"];
    assert_eq!((&history[0]["fromName"], &history[0]["toName"]), (&json!("B"), &json!("C")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_free_place_is_given_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, c) = filled(&t, &ada, [2, 1, 0]).await;
    done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[1], "wipLimit": 2 }), "id").await;
    let scope = ada.scope().await;
    let mut first = Tx::begin(&t.app, &scope).await.unwrap();
    cards::shift_in(&mut first, to_before(&c[0][0], &c[1][0])).await.unwrap();
    let (app, ask) = (t.app.clone(), to_before(&c[0][1], &c[1][0]));
    let second = tokio::spawn(async move { cards::shift(&app, &scope, ask).await });
    until_blocked(&t, &second).await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().unwrap_err().code(), "CONFLICT");
    assert_eq!(b.cards(&ada).await[0], [c[0][1].as_str()]);
}
