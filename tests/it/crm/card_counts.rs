//! How many cards a board and its stages have: kept, and always what is to be seen there.

use super::{
    desk::{Board, board_of, campaign, done, newest, told, typed},
    recount::tried,
};
use crate::support::{actor::Actor, app::TestApp, make};
use entity::{event_kind::EventKind, pipeline_card, pipeline_stage};
use leadwire::{
    crm::{
        cards::{self, Move},
        pipelines,
    },
    kernel::{app::App, scope::Scope},
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;

const BOARD: &str = "query($id: ID!) { pipeline(id: $id) { cardCount
    stages { cardCount cards(first: 100) { totalCount nodes { id } } } } }";

/// How many cards the stages say they have, left to right, which are as many as they show.
async fn numbers(who: &Actor, board: &Board) -> Vec<usize> {
    let found = who.ask(BOARD, json!({ "id": board.id })).await["pipeline"].clone();
    let mut all = vec![];
    for stage in found["stages"].as_array().unwrap() {
        let shown = stage["cards"]["nodes"].as_array().unwrap().len();
        assert_eq!((&stage["cardCount"], &stage["cards"]["totalCount"]), (&json!(shown), &json!(shown)));
        all.push(shown);
    }
    assert_eq!(found["cardCount"], json!(all.iter().sum::<usize>()));
    all
}

/// Every stage of every agency has the number that counting its cards gives.
async fn agree(t: &TestApp) {
    let db = t.database.connect().await;
    let cards = pipeline_card::Entity::find().all(&db).await.unwrap();
    for stage in pipeline_stage::Entity::find().all(&db).await.unwrap() {
        let right = cards.iter().filter(|card| card.stage_id == stage.id).count();
        assert_eq!(usize::try_from(stage.card_count).unwrap(), right, "{}", stage.name);
    }
}

/// So many leads, each with a card in the first stage: their ids, and those of the cards.
async fn filled(t: &TestApp, who: &Actor, board: &Board, count: usize) -> (Vec<String>, Vec<String>) {
    let leads = make::leads(t, who, count).await;
    let mut ids = vec![];
    for lead in &leads {
        ids.push(board.card(who, lead, 0).await);
    }
    (leads, ids)
}

#[tokio::test]
async fn numbers_follow_the_cards() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B", "C"]).await;
    let (leads, ids) = filled(&t, &ada, &b, 5).await;
    assert_eq!(numbers(&ada, &b).await, [5, 0, 0]);

    let there = json!({ "id": ids[0], "stageId": b.stages[1] });
    let seen = done(&ada, "pipelineCardMove", there, "stage { cardCount pipeline { cardCount } }").await;
    assert_eq!(seen, json!({ "stage": { "cardCount": 1, "pipeline": { "cardCount": 5 } } }));
    done(&ada, "pipelineCardMove", json!({ "id": ids[1], "after": ids[2] }), "id").await;
    assert_eq!(numbers(&ada, &b).await, [4, 1, 0]);
    done(&ada, "pipelineCardRemove", json!({ "id": ids[4] }), "id").await;
    assert_eq!(numbers(&ada, &b).await, [3, 1, 0]);

    done(&ada, "leadDelete", json!({ "id": leads[1] }), "id").await;
    assert_eq!(numbers(&ada, &b).await, [3, 1, 0], "the card of a deleted lead stays where it lies");
    done(&ada, "leadRestore", json!({ "id": leads[1] }), "id").await;
    done(&ada, "leadErase", json!({ "id": leads[3], "suppress": false }), "leadId").await;
    assert_eq!(numbers(&ada, &b).await, [2, 1, 0]);

    let away = json!({ "id": b.stages[0], "moveCardsTo": b.stages[2] });
    let left = done(&ada, "pipelineStageDelete", away, "cardCount stages { cardCount }").await;
    assert_eq!(left, json!({ "cardCount": 3, "stages": [{ "cardCount": 1 }, { "cardCount": 2 }] }));
    let again = json!({ "pipelineId": b.id, "leadId": leads[4] });
    done(&ada, "pipelineCardCreate", again, "id").await;
    assert_eq!(numbers(&ada, &b).await, [2, 2]);
    agree(&t).await;
}

#[tokio::test]
async fn a_board_that_is_deleted_leaves_the_others_numbers() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, gone) = (board_of(&ada, &["A", "B"]).await, board_of(&ada, &["A"]).await);
    let (leads, _) = filled(&t, &ada, &b, 2).await;
    for lead in &leads {
        gone.card(&ada, lead, 0).await;
    }
    let all = json!({ "id": gone.id, "deleteCards": true });
    assert_eq!(done(&ada, "pipelineDelete", all, "cardCount").await["cardCount"], 0);
    assert_eq!(numbers(&ada, &b).await, [2, 0]);
    agree(&t).await;
}

#[tokio::test]
async fn numbers_follow_a_merge_and_its_undoing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (near, far) = (board_of(&ada, &["A", "B"]).await, board_of(&ada, &["A"]).await);
    let leads = make::leads(&t, &ada, 2).await;
    near.card(&ada, &leads[0], 0).await;
    near.card(&ada, &leads[1], 1).await;
    far.card(&ada, &leads[1], 0).await;
    let one = json!({ "winnerId": leads[0], "loserId": leads[1] });
    let merge = done(&ada, "leadMerge", one, "merge { id }").await["merge"]["id"].clone();
    assert_eq!((numbers(&ada, &near).await, numbers(&ada, &far).await), (vec![0, 1], vec![1]));
    done(&ada, "leadMergeUndo", json!({ "id": merge }), "merge { id }").await;
    assert_eq!((numbers(&ada, &near).await, numbers(&ada, &far).await), (vec![1, 1], vec![1]));
    agree(&t).await;
}

async fn back_and_forth(app: App, scope: Scope, board: Board, ids: Vec<String>, seed: usize) {
    for step in 0..12 {
        let card = typed(&ids[(seed * 5 + step * 3) % ids.len()]);
        let stage = Some(typed(&board.stages[(seed + step) % board.stages.len()]));
        let ask = Move { card, stage, beside: None, reason: None, expected_version: None };
        cards::shift(&app, &scope, ask).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_move_cards_both_ways_at_once_do_not_wait_in_a_circle() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B"]).await;
    let (_, ids) = filled(&t, &ada, &b, 8).await;
    let scope = ada.scope().await;
    let people: Vec<_> = (0..6)
        .map(|seed| tokio::spawn(back_and_forth(t.app.clone(), scope.clone(), b.clone(), ids.clone(), seed)))
        .collect();
    while people.iter().any(|one| !one.is_finished()) {
        let counted = pipelines::recount(&t.app, &scope).await.unwrap();
        assert_eq!((counted.all, counted.mended), (1, 0), "nothing was ever wrong");
        tokio::task::yield_now().await;
    }
    for one in people {
        one.await.unwrap();
    }
    assert_eq!(numbers(&ada, &b).await.iter().sum::<usize>(), 8);
    agree(&t).await;
}

/// All that moves numbers, over and over, on cards that others change at the same time.
async fn busy(who: Actor, board: Board, (leads, ids): (Vec<String>, Vec<String>), seed: usize) {
    for step in 0..24 {
        let (lead, other) =
            (&leads[(seed * 7 + step * 5) % leads.len()], &leads[(seed + step * 3 + 1) % leads.len()]);
        let card = &ids[(seed * 3 + step) % ids.len()];
        let (to, from) = (&board.stages[(seed + step) % 4], &board.stages[4 + (seed + step) % 4]);
        match (seed + step) % 6 {
            0 => tried(&who, "pipelineCardRemove", json!({ "id": card })).await,
            1 => tried(&who, "leadMerge", json!({ "winnerId": lead, "loserId": other })).await,
            2 => tried(&who, "pipelineStageDelete", json!({ "id": from, "moveCardsTo": to })).await,
            3 => {
                let new = json!({ "pipelineId": board.id, "leadId": lead, "stageId": to });
                tried(&who, "pipelineCardCreate", new).await;
            }
            _ => {
                tried(&who, "pipelineCardMove", json!({ "id": card, "stageId": from })).await;
                tried(&who, "pipelineCardMove", json!({ "id": card, "stageId": to })).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_at_once_the_numbers_are_right() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B", "C", "D", "E", "F", "G", "H"]).await;
    let all = filled(&t, &ada, &b, 30).await;
    let people: Vec<_> =
        (0..5).map(|seed| tokio::spawn(busy(ada.clone(), b.clone(), all.clone(), seed))).collect();
    for one in people {
        one.await.unwrap();
    }
    let left: usize = numbers(&ada, &b).await.iter().sum();
    assert!(left < 30, "something happened: {left}");
    agree(&t).await;
}

#[tokio::test]
async fn what_is_wrong_is_mended_and_a_client_never_saw_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let (b, theirs) = (board_of(&ada, &["A", "B"]).await, board_of(&eve, &["A"]).await);
    let (leads, _) = filled(&t, &ada, &b, 3).await;
    let (cleo, spring) = (ada.client().await, campaign(&ada, "Spring").await);
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [leads[0]] }), "addedCount").await;
    let member = cleo.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    let grant = json!({ "memberId": member, "campaignId": spring });
    done(&ada, "campaignAccessGrant", grant, "id").await;
    let db = t.database.connect().await;
    db.execute_unprepared("UPDATE pipeline_stage SET card_count = 7").await.unwrap();

    let query = "query($id: ID!) { pipeline(id: $id) { cardCount } }";
    let seen = async |who: &Actor, board: &Board| {
        who.ask(query, json!({ "id": board.id })).await["pipeline"]["cardCount"].clone()
    };
    assert_eq!(seen(&ada, &b).await, 14, "it is kept, not counted");
    assert_eq!(numbers(&cleo, &b).await, [1, 0], "what they may see is counted");

    let (scope, known) = (ada.scope().await, newest(&t, &ada).await);
    let counted = pipelines::recount(&t.app, &scope).await.unwrap();
    assert_eq!((counted.all, counted.mended), (1, 1));
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineStageUpdated; 2]);
    assert_eq!((numbers(&ada, &b).await, numbers(&cleo, &b).await), (vec![3, 0], vec![1, 0]));
    assert_eq!(seen(&eve, &theirs).await, 7, "another agency's is another's to mend");
    assert_eq!(pipelines::recount(&t.app, &scope).await.unwrap().mended, 0);
    assert!(pipelines::recount(&t.app, &cleo.scope().await).await.is_err());
}

#[tokio::test]
async fn boards_of_before_there_were_numbers_have_theirs() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let b = board_of(&ada, &["A", "B"]).await;
    let (_, ids) = filled(&t, &ada, &b, 3).await;
    done(&ada, "pipelineCardMove", json!({ "id": ids[0], "stageId": b.stages[1] }), "id").await;
    let db = t.database.connect().await;
    let all = Migrator::migrations();
    let since = all.iter().rev().take_while(|change| change.name() != "m0022_rls").count();
    Migrator::down(&db, Some(u32::try_from(since).unwrap())).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    agree(&t).await;
    let rows = pipeline_stage::Entity::find().all(&db).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.card_count).sum::<i32>(), 3);
}
