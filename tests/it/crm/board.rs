//! Reading a whole board: what it shows, page by page, and what it costs.

use super::desk::{Board, board_of, done};
use crate::support::{actor::Actor, app::TestApp, make};
use serde_json::{Value, json};

const ALL: &str = "query($id: ID!) { pipeline(id: $id) { name cardCount stages { name cardCount cards(first: 3) {
    totalCount pageInfo { hasNextPage }
    nodes { id status stage { name } pipeline { name } owner { role } history(first: 2) { nodes { toName to { name } } } } } } } }";

async fn fill(t: &TestApp, who: &Actor, stages: &[&str], cards: usize) -> Board {
    let board = board_of(who, stages).await;
    for (number, lead) in make::leads(t, who, cards).await.iter().enumerate() {
        board.card(who, lead, number % stages.len()).await;
    }
    board
}

#[tokio::test]
async fn a_board_shows_the_top_of_every_stage() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let board = fill(&t, &ada, &["A", "B", "Empty"], 0).await;
    for (number, lead) in make::leads(&t, &ada, 7).await.iter().enumerate() {
        board.card(&ada, lead, usize::from(number >= 5)).await;
    }
    let found = ada.ask(ALL, json!({ "id": board.id })).await["pipeline"].clone();
    assert_eq!(found["cardCount"], 7);
    let told = |stage: usize| {
        let stage = &found["stages"][stage];
        let nodes = stage["cards"]["nodes"].as_array().unwrap().len();
        (
            stage["cardCount"].clone(),
            nodes,
            stage["cards"]["totalCount"].clone(),
            stage["cards"]["pageInfo"]["hasNextPage"].clone(),
        )
    };
    assert_eq!(told(0), (json!(5), 3, json!(5), json!(true)));
    assert_eq!(told(1), (json!(2), 2, json!(2), json!(false)));
    assert_eq!(told(2), (json!(0), 0, json!(0), json!(false)));
    let card = &found["stages"][1]["cards"]["nodes"][0];
    assert_eq!(
        (&card["stage"]["name"], &card["history"]["nodes"][0]["to"]["name"]),
        (&json!("B"), &json!("B"))
    );
}

#[tokio::test]
async fn the_cards_of_a_stage_are_paged_both_ways() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let board = fill(&t, &ada, &["A"], 5).await;
    let all = board.cards(&ada).await.remove(0);
    let query = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { pipeline(id: $id) { stages {
        cards(first: $first, after: $after, last: $last, before: $before) {
            nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } } }";
    let page = async |mut args: Value| {
        args["id"] = json!(board.id);
        ada.ask(query, args).await["pipeline"]["stages"][0]["cards"].clone()
    };
    let ids = |page: &Value| -> Vec<String> {
        page["nodes"].as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap().to_owned()).collect()
    };
    let one = page(json!({ "first": 2 })).await;
    let two = page(json!({ "first": 2, "after": one["pageInfo"]["endCursor"] })).await;
    let three = page(json!({ "first": 2, "after": two["pageInfo"]["endCursor"] })).await;
    assert_eq!([ids(&one), ids(&two), ids(&three)].concat(), all);
    assert_eq!(
        (&two["pageInfo"]["hasNextPage"], &three["pageInfo"]["hasNextPage"]),
        (&json!(true), &json!(false))
    );
    let back = page(json!({ "last": 2, "before": three["pageInfo"]["startCursor"] })).await;
    assert_eq!((ids(&back), &back["pageInfo"]["hasPreviousPage"]), (ids(&two), &json!(true)));
    assert_eq!(ids(&page(json!({ "last": 2 })).await), all[3..]);
    let answer = ada.gql(query, json!({ "id": board.id, "first": 101 })).await;
    assert_eq!(answer["errors"][0]["extensions"]["fields"][0]["path"], "first");
}

#[tokio::test]
async fn statements_do_not_grow_with_rows() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let small = fill(&t, &ada, &["A"], 1).await;
    let large = fill(&t, &ada, &["A", "B", "C", "D", "E"], 25).await;
    let cost = async |board: &Board| {
        let before = t.app.db().statements();
        ada.ask(ALL, json!({ "id": board.id })).await;
        t.app.db().statements() - before
    };
    let (one, many) = (cost(&small).await, cost(&large).await);
    assert!(many <= one, "{one} statements for one card, {many} for twenty-five");
    // The board, its count, the stages, their counts (twice), the cards, and four relations of cards.
    assert!(many <= 10, "{many} statements");
}

#[tokio::test]
async fn several_boards_cost_what_one_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let query = "{ pipelines { nodes { cardCount stages { cards(first: 2) { nodes { id } } } } } }";
    let cost = async || {
        let before = t.app.db().statements();
        ada.ask(query, json!({})).await;
        t.app.db().statements() - before
    };
    fill(&t, &ada, &["A"], 1).await;
    let one = cost().await;
    for _ in 0..3 {
        fill(&t, &ada, &["A", "B"], 4).await;
    }
    assert_eq!(cost().await, one);
}

#[tokio::test]
async fn positions_sort_as_the_board_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let board = fill(&t, &ada, &["A"], 4).await;
    let ids = board.cards(&ada).await.remove(0);
    done(&ada, "pipelineCardMove", json!({ "id": ids[3], "before": ids[1] }), "id").await;
    let query = "query($id: ID!) { pipeline(id: $id) { stages { position cards { nodes { position } } } } }";
    let found = ada.ask(query, json!({ "id": board.id })).await;
    let cards = found["pipeline"]["stages"][0]["cards"]["nodes"].as_array().unwrap();
    let places: Vec<_> = cards.iter().map(|card| card["position"].as_str().unwrap()).collect();
    assert!(places.windows(2).all(|two| two[0] < two[1]), "{places:?}");
}

#[tokio::test]
async fn a_list_of_leads_says_where_each_stands() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let query = "{ leads(first: 20) { nodes { id campaign { name } card { lead { id } stage { name } } } } }";
    let ask = async || {
        let before = t.app.db().statements();
        let found = ada.ask(query, json!({})).await["leads"]["nodes"].clone();
        (found, t.app.db().statements() - before)
    };
    fill(&t, &ada, &["A", "B"], 2).await;
    let (_, few) = ask().await;
    fill(&t, &ada, &["A", "B"], 10).await;
    make::lead(&t, &ada, "Nowhere").await;
    let (found, many) = ask().await;
    assert_eq!(many, few, "statements for thirteen leads and for two");
    let rows = found.as_array().unwrap();
    assert_eq!(rows.iter().filter(|lead| lead["card"].is_null()).count(), 1);
    for lead in rows.iter().filter(|lead| !lead["card"].is_null()) {
        assert_eq!(lead["card"]["lead"]["id"], lead["id"]);
    }
}

#[tokio::test]
async fn the_playgrounds_board_is_answered() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    fill(&t, &ada, &["A"], 1).await;
    let query = "{ pipelines(first: 5) { nodes { id name stages { id key name cardCount
        cards(first: 10) { nodes { id lead { fullName } } } } } } }";
    let found = ada.ask(query, json!({})).await;
    let card = &found["pipelines"]["nodes"][0]["stages"][0]["cards"]["nodes"][0];
    assert_eq!(card["lead"]["fullName"], "Lead 0");
}
