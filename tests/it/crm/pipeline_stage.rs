use super::desk::{Board, board, board_of, done, must_refuse, newest, told};
use crate::support::{actor::Actor, app::TestApp, make};
use entity::{event_kind::EventKind, membership::Role};
use serde_json::{Value, json};

async fn names(who: &Actor, board: &Board) -> Vec<String> {
    let query = "query($id: ID!) { pipeline(id: $id) { stages { name } } }";
    let found = who.ask(query, json!({ "id": board.id })).await;
    found["pipeline"]["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["name"].as_str().unwrap().into())
        .collect()
}

#[tokio::test]
async fn stages_are_added_where_they_are_wanted() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B"]).await;
    let known = newest(&t, &ada).await;
    let add = async |name: &str, place: Value| {
        let mut input = json!({ "pipelineId": b.id, "name": name });
        input.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        done(&ada, "pipelineStageCreate", input, "key kind wipLimit pipeline { id }").await
    };
    let made = add("End", json!({ "kind": "LOST", "wipLimit": 7 })).await;
    assert_eq!(made, json!({ "key": "end", "kind": "LOST", "wipLimit": 7, "pipeline": { "id": b.id } }));
    add("First", json!({ "before": b.stages[0] })).await;
    assert_eq!(add("A", json!({ "after": b.stages[0] })).await["key"], "a_2");
    assert_eq!(names(&ada, &b).await, ["First", "A", "A", "B", "End"]);
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineStageCreated; 3]);

    let taken = json!({ "pipelineId": b.id, "name": "X", "key": "a" });
    must_refuse(&t, &ada, "pipelineStageCreate", taken, ("CONFLICT", &["`a` already"])).await;
    let bad = json!({ "pipelineId": b.id, "name": "", "key": "A b", "wipLimit": -1 });
    let named: &[&str] = &["name", "key", "wipLimit"];
    must_refuse(&t, &ada, "pipelineStageCreate", bad, ("BAD_USER_INPUT", named)).await;
    let both = json!({ "pipelineId": b.id, "name": "X", "before": b.stages[0], "after": b.stages[0] });
    must_refuse(&t, &ada, "pipelineStageCreate", both, ("BAD_USER_INPUT", &["not both"])).await;
    let elsewhere = json!({ "pipelineId": b.id, "name": "X", "before": board(&ada).await.stages[0] });
    must_refuse(&t, &ada, "pipelineStageCreate", elsewhere, ("BAD_USER_INPUT", &["before"])).await;
}

#[tokio::test]
async fn the_status_of_cards_follows_what_their_stage_means() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B"]).await;
    b.card(&ada, &make::lead(&t, &ada, "Ana").await, 0).await;
    b.card(&ada, &make::lead(&t, &ada, "Bo").await, 1).await;
    let known = newest(&t, &ada).await;
    let input =
        json!({ "id": b.stages[0], "name": "Won", "kind": "WON", "wipLimit": 5, "expectedVersion": 1 });
    let fields = "name key kind wipLimit version cards { nodes { status version } }";
    let is = done(&ada, "pipelineStageUpdate", input.clone(), fields).await;
    let expected = json!({ "name": "Won", "key": "a", "kind": "WON", "wipLimit": 5, "version": 2,
        "cards": { "nodes": [{ "status": "WON", "version": 2 }] } });
    assert_eq!(is, expected);
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineStageUpdated]);
    let is =
        done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[0], "wipLimit": null }), "wipLimit name")
            .await;
    assert_eq!(is, json!({ "wipLimit": null, "name": "Won" }));
    let query = "query($id: ID!) { pipeline(id: $id) { stages { cards { nodes { status } } } } }";
    let other = ada.ask(query, json!({ "id": b.id })).await["pipeline"]["stages"][1].clone();
    assert_eq!(other["cards"]["nodes"][0]["status"], "OPEN");
    must_refuse(&t, &ada, "pipelineStageUpdate", input, ("CONFLICT", &["version is 3"])).await;
    let bad = json!({ "id": b.stages[0], "name": null, "kind": null, "wipLimit": 0 });
    let named: &[&str] = &["name", "kind", "wipLimit"];
    must_refuse(&t, &ada, "pipelineStageUpdate", bad, ("BAD_USER_INPUT", named)).await;
}

#[tokio::test]
async fn stages_move_left_and_right() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B", "C"]).await;
    let known = newest(&t, &ada).await;
    for (stage, place, expected) in [
        (2, json!({ "before": b.stages[0] }), "CAB"),
        (2, json!({ "after": b.stages[0] }), "ACB"),
        (0, json!({ "after": b.stages[1] }), "CBA"),
        (1, json!({ "before": b.stages[2] }), "BCA"),
        (1, json!({ "before": b.stages[2] }), "BCA"),
    ] {
        let mut input = json!({ "id": b.stages[stage] });
        input.as_object_mut().unwrap().extend(place.as_object().unwrap().clone());
        done(&ada, "pipelineStageMove", input, "id").await;
        assert_eq!(names(&ada, &b).await.concat(), expected);
    }
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineStageMoved; 5]);
    let refuse = async |input, expected: (&str, &[&str])| {
        must_refuse(&t, &ada, "pipelineStageMove", input, expected).await;
    };
    let bad = "BAD_USER_INPUT";
    refuse(json!({ "id": b.stages[0] }), (bad, &["before"])).await;
    refuse(json!({ "id": b.stages[0], "after": b.stages[0] }), (bad, &["another stage"])).await;
    refuse(json!({ "id": b.stages[0], "after": board(&ada).await.stages[0] }), (bad, &["same pipeline"]))
        .await;
    let stale = json!({ "id": b.stages[2], "after": b.stages[0], "expectedVersion": 1 });
    refuse(stale, ("CONFLICT", &["version is 3"])).await;
}

#[tokio::test]
async fn a_stage_with_cards_is_deleted_when_they_have_somewhere_to_go() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B", "C"]).await;
    let mut cards = vec![];
    for (lead, stage) in make::leads(&t, &ada, 4).await.iter().zip([0, 0, 1, 1]) {
        cards.push(b.card(&ada, lead, stage).await);
    }
    let name = "pipelineStageDelete";
    let plain = json!({ "id": b.stages[0] });
    must_refuse(&t, &ada, name, plain, ("CONFLICT", &["2 cards", "moveCardsTo"])).await;
    let itself = json!({ "id": b.stages[0], "moveCardsTo": b.stages[0] });
    must_refuse(&t, &ada, name, itself, ("BAD_USER_INPUT", &["moveCardsTo"])).await;
    let other = json!({ "id": b.stages[0], "moveCardsTo": board(&ada).await.stages[0] });
    must_refuse(&t, &ada, name, other, ("BAD_USER_INPUT", &["same pipeline"])).await;
    done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[1], "wipLimit": 3 }), "id").await;
    let full = json!({ "id": b.stages[0], "moveCardsTo": b.stages[1] });
    must_refuse(&t, &ada, name, full.clone(), ("CONFLICT", &["“B” is full", "2 cards", "at most 3"])).await;
    done(&ada, "pipelineStageUpdate", json!({ "id": b.stages[1], "wipLimit": 4, "kind": "WON" }), "id").await;

    let known = newest(&t, &ada).await;
    let left = done(&ada, name, full, "id stages { name cardCount }").await;
    let expected = json!([{ "name": "B", "cardCount": 4 }, { "name": "C", "cardCount": 0 }]);
    assert_eq!((&left["id"], &left["stages"]), (&json!(b.id), &expected));
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineStageDeleted]);
    assert_eq!(b.cards(&ada).await[0], [&cards[2..], &cards[..2]].concat());
    let query = "query($id: ID!) { pipeline(id: $id) { stages { cards { nodes { status history {
        nodes { fromName toName from { name } to { name } reason } } } } } } }";
    let found = ada.ask(query, json!({ "id": b.id })).await;
    let moved = &found["pipeline"]["stages"][0]["cards"]["nodes"][2];
    assert_eq!(moved["status"], "WON");
    let history = moved["history"]["nodes"].as_array().unwrap();
    assert_eq!(history.len(), 2, "{history:?}");
    assert_eq!((&history[0]["fromName"], &history[0]["from"]), (&json!("A"), &Value::Null));
    assert_eq!((&history[0]["to"]["name"], &history[1]["toName"]), (&json!("B"), &json!("A")));
}

#[tokio::test]
async fn the_last_stage_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B"]).await;
    done(&ada, "pipelineStageDelete", json!({ "id": b.stages[0], "expectedVersion": 1 }), "id").await;
    let last = json!({ "id": b.stages[1] });
    must_refuse(&t, &ada, "pipelineStageDelete", last, ("CONFLICT", &["at least one stage"])).await;
}

#[tokio::test]
async fn others_see_and_change_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rob = ada.colleague(Role::Researcher).await;
    let (b, theirs) = (board(&ada).await, board(&eve).await);
    for name in ["pipelineStageUpdate", "pipelineStageMove", "pipelineStageDelete"] {
        let input = json!({ "id": b.stages[0] });
        must_refuse(&t, &eve, name, input.clone(), ("NOT_FOUND", &["No such pipeline stage"])).await;
        must_refuse(&t, &rob, name, input, ("FORBIDDEN", &["MANAGE_PIPELINES"])).await;
        must_refuse(&t, &ada, name, json!({ "id": b.id }), ("", &["stage_"])).await;
    }
    let input = json!({ "pipelineId": b.id, "name": "X" });
    must_refuse(&t, &eve, "pipelineStageCreate", input.clone(), ("NOT_FOUND", &["pipeline"])).await;
    must_refuse(&t, &rob, "pipelineStageCreate", input, ("FORBIDDEN", &["MANAGE_PIPELINES"])).await;
    let into_ours = json!({ "id": theirs.stages[0], "moveCardsTo": b.stages[0] });
    must_refuse(&t, &eve, "pipelineStageDelete", into_ours, ("NOT_FOUND", &["pipeline stage"])).await;
}
