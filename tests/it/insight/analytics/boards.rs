//! How cards go through a pipeline.

use super::support::{act, asked, lead};
use crate::{
    crm::desk::{board, done},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use chrono::TimeDelta;
use serde_json::{Value, json};

const FIELDS: &str =
    "stages { stage { name } entered left conversion medianTimeInStage } won lost value { micros currency }";

async fn numbers(who: &Actor, id: &str, range: &str) -> Value {
    let answer = asked(who, &format!("pipeline(id: \"{id}\", range: {range}) {{ {FIELDS} }}")).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["analytics"]["pipeline"].clone()
}

async fn shift(who: &Actor, card: &str, stage: &str) {
    done(who, "pipelineCardMove", json!({ "id": card, "stageId": stage }), "id").await;
}

#[tokio::test]
async fn cards_enter_leave_and_go_on() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let board = board(&ada).await;
    let mut cards = vec![];
    for name in ["A", "B", "C"] {
        let id = lead(&ada, name).await;
        cards.push(board.card(&ada, &id, 0).await);
    }
    t.advance(TimeDelta::hours(1));
    shift(&ada, &cards[0], &board.stages[1]).await;
    t.advance(TimeDelta::hours(2));
    shift(&ada, &cards[1], &board.stages[1]).await;
    shift(&ada, &cards[0], &board.stages[0]).await;
    let worth = json!({ "id": cards[0], "valueMicros": 1_500_000_000_i64 });
    done(&ada, "pipelineCardUpdate", worth, "id").await;
    t.advance(TimeDelta::hours(1));
    shift(&ada, &cards[0], &board.stages[3]).await;
    let is = numbers(&ada, &board.id, "{ last: LAST_7_DAYS }").await;
    let stage = |at: usize| {
        let stage = &is["stages"][at];
        (stage["entered"].as_i64().unwrap(), stage["left"].as_i64().unwrap(), stage["conversion"].clone())
    };
    assert_eq!(stage(0), (4, 3, json!(1.0)), "all that left the first went right");
    assert_eq!(stage(1), (2, 1, json!(0.0)), "back is not on");
    assert_eq!(stage(2), (0, 0, Value::Null));
    // One hour, three hours, and one hour the second time.
    assert_eq!(is["stages"][0]["medianTimeInStage"], 3_600);
    assert_eq!(is["stages"][1]["medianTimeInStage"], 7_200);
    assert_eq!(is["stages"][2]["medianTimeInStage"], Value::Null);
    let hour =
        numbers(&ada, &board.id, "{ from: \"2026-11-02T10:00:00Z\", to: \"2026-11-02T11:00:00Z\" }").await;
    assert_eq!((&hour["stages"][0]["left"], &hour["stages"][1]["entered"]), (&json!(1), &json!(1)));
    assert_eq!(hour["stages"][0]["medianTimeInStage"], 3_600, "it came in before the range");
}

#[tokio::test]
async fn what_was_won_is_worth_something() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let stages =
        json!([{ "name": "Open" }, { "name": "Lost", "kind": "LOST" }, { "name": "Won", "kind": "WON" }]);
    let made = done(
        &ada,
        "pipelineCreate",
        json!({ "name": "Deals", "template": "CUSTOM", "stages": stages }),
        "id stages { id }",
    )
    .await;
    let id = made["id"].as_str().unwrap().to_owned();
    let stage = |at: usize| made["stages"][at]["id"].as_str().unwrap().to_owned();
    let mut cards = vec![];
    for (name, currency) in [("A", "EUR"), ("B", "EUR"), ("C", "USD"), ("D", "USD")] {
        let person = lead(&ada, name).await;
        let input = json!({ "pipelineId": id, "leadId": person, "stageId": stage(0), "valueMicros": 2_000_000, "currency": currency });
        cards.push(done(&ada, "pipelineCardCreate", input, "id").await["id"].as_str().unwrap().to_owned());
    }
    for (card, to) in [(0, 2), (1, 2), (2, 2), (3, 1)] {
        shift(&ada, &cards[card], &stage(to)).await;
    }
    let is = numbers(&ada, &id, "{ last: LAST_7_DAYS }").await;
    assert_eq!((&is["won"], &is["lost"]), (&json!(3), &json!(1)));
    let value =
        json!([{ "micros": 4_000_000, "currency": "EUR" }, { "micros": 2_000_000, "currency": "USD" }]);
    assert_eq!(is["value"], value);
    assert_eq!(is["stages"][0]["conversion"], 0.75, "lost is not further, though it is to the right");
    shift(&ada, &cards[0], &stage(0)).await;
    let is = numbers(&ada, &id, "{ last: LAST_7_DAYS }").await;
    assert_eq!((&is["won"], &is["value"][0]["micros"]), (&json!(2), &json!(2_000_000)), "won no more");
    let before = numbers(&ada, &id, "{ from: \"2026-01-01T00:00:00Z\", to: \"2026-02-01T00:00:00Z\" }").await;
    assert_eq!((&before["won"], &before["stages"][0]["entered"]), (&json!(0), &json!(0)));
    let eve = t.agency("evil").await;
    for (who, board) in [(&eve, id.as_str()), (&ada, "pipe_0198c0de-0000-7000-8000-000000000000")] {
        let answer = asked(who, &format!("pipeline(id: \"{board}\") {{ won }}")).await;
        assert_eq!(code(&answer), "NOT_FOUND");
    }
    act(&ada, "leadDelete", &lead(&ada, "E").await).await;
}
