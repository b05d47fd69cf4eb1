//! Every offered order, both directions, forwards and back, page by page, compared with a sort in memory.

use super::support::company;
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{ids::LeadId, lead};
use leadwire::{graphql::Id, kernel::scope::Scope};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

/// Leads with few different values, so that many are equal, and many without a value at all.
async fn crowd(t: &TestApp, actor: &Actor) -> Vec<lead::Model> {
    let db = t.database.connect().await;
    let start = DateTime::from_timestamp_micros(1_780_000_000_000_001).unwrap();
    let mut rows = vec![];
    for n in 0..23_i64 {
        let at = |n: i64| start + TimeDelta::microseconds(n);
        let name = ["doe jane", "doe jane", "abel", "zz", "roe"][usize::try_from(n % 5).unwrap()];
        let row = lead::ActiveModel {
            id: Set(LeadId::new()),
            agency_id: Set(actor.agency),
            workspace_id: Set(actor.workspace),
            full_name: Set(format!("Lead {n}")),
            sort_name: Set(name.into()),
            search_text: Set(format!("lead {n}\n")),
            score: Set((n % 4 != 0).then(|| i32::try_from(n % 3).unwrap())),
            last_activity_at: Set((n % 3 != 0).then(|| at(n % 2))),
            created_at: Set(at(n % 7)),
            updated_at: Set(at(n / 6)),
            ..Default::default()
        };
        let row = row.insert(&db).await.unwrap();
        rows.push(row);
    }
    rows
}

type Key = Box<dyn Fn(&lead::Model) -> Option<String>>;

fn orders() -> Vec<(&'static str, Key)> {
    let time = |at: DateTime<Utc>| format!("{:020}", at.timestamp_micros());
    vec![
        ("CREATED_AT", Box::new(move |row| Some(time(row.created_at)))),
        ("UPDATED_AT", Box::new(move |row| Some(time(row.updated_at)))),
        ("NAME", Box::new(|row| Some(row.sort_name.clone()))),
        ("SCORE", Box::new(|row| row.score.map(|score| format!("{score:03}")))),
        ("LAST_ACTIVITY_AT", Box::new(move |row| row.last_activity_at.map(time))),
    ]
}

/// What the list must be: by key, nulls last either way, then by id.
fn expected(rows: &[lead::Model], key: &Key, is_descending: bool) -> Vec<String> {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| {
        let (ka, kb) = (key(a), key(b));
        let (by_key, by_id) = (ka.cmp(&kb), a.id.cmp(&b.id));
        let flip = |order: std::cmp::Ordering| if is_descending { order.reverse() } else { order };
        ka.is_none().cmp(&kb.is_none()).then(flip(by_key)).then(flip(by_id))
    });
    rows.iter().map(|row| Id(row.id).text()).collect()
}

async fn walk(actor: &Actor, field: &str, direction: &str, size: i32, is_back: bool) -> Vec<String> {
    let args = if is_back { "last: $n, before: $c" } else { "first: $n, after: $c" };
    let query = format!(
        "query($n: Int, $c: String) {{ leads({args}, orderBy: {{field: {field}, direction: {direction}}}) {{
            nodes {{ id }} edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let (mut all, mut cursor) = (vec![], Value::Null);
    loop {
        let page = actor.ask(&query, json!({ "n": size, "c": cursor })).await["leads"].clone();
        let nodes = page["nodes"].as_array().unwrap();
        let ids: Vec<String> = nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
        assert!(ids.len() <= usize::try_from(size).unwrap());
        let edges: Vec<_> =
            page["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect();
        assert_eq!(&edges, nodes);
        let (more, place) =
            if is_back { ("hasPreviousPage", "startCursor") } else { ("hasNextPage", "endCursor") };
        all = if is_back { [ids, all].concat() } else { [all, ids].concat() };
        if page["pageInfo"][more] == false {
            return all;
        }
        cursor = page["pageInfo"][place].clone();
    }
}

#[tokio::test]
async fn every_order_is_complete_forwards_and_back() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rows = crowd(&t, &ada).await;
    crowd(&t, &eve).await;
    for (name, key) in orders() {
        for direction in ["ASC", "DESC"] {
            let expected = expected(&rows, &key, direction == "DESC");
            for size in [1, 4, 7, 100] {
                let there = walk(&ada, name, direction, size, false).await;
                assert_eq!(there, expected, "{name} {direction} by {size}");
                let back = walk(&ada, name, direction, size, true).await;
                assert_eq!(back, expected, "{name} {direction} by {size}, backwards");
            }
        }
    }
}

#[tokio::test]
async fn a_place_stays_a_place_when_rows_come_and_go() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rows = crowd(&t, &ada).await;
    let first = "query($a: String) { leads(first: 5, after: $a, orderBy: {field: SCORE, direction: DESC}) { nodes { id } pageInfo { endCursor } } }";
    let page = ada.ask(first, json!({})).await["leads"].clone();
    let scope: Scope = ada.scope().await;
    let last = page["nodes"][4]["id"].as_str().unwrap().to_owned();
    let tx = leadwire::kernel::tx::Tx::begin(&t.app, &scope).await.unwrap();
    let gone = rows.iter().find(|row| Id(row.id).text() == last).unwrap();
    let gone = tx.update::<lead::Entity>().filter(lead::Column::Id.eq(gone.id));
    gone.col_expr(lead::Column::DeletedAt, Expr::val(t.app.now())).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let next = ada.ask(first, json!({ "a": page["pageInfo"]["endCursor"] })).await["leads"].clone();
    let by_score: Key = Box::new(|row| row.score.map(|score| format!("{score:03}")));
    assert_eq!(next["nodes"][0]["id"], expected(&rows, &by_score, true)[5]);
}

#[tokio::test]
async fn sizes_and_cursors_from_elsewhere_are_refused() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    crowd(&t, &ada).await;
    crowd(&t, &eve).await;
    company(&ada, json!({ "name": "Globex" })).await;
    let cursor = |data: Value, list: &str| data[list]["pageInfo"]["endCursor"].clone();
    let by_score =
        ada.ask("{ leads(first: 1, orderBy: {field: SCORE}) { pageInfo { endCursor } } }", json!({})).await;
    let of_company = ada.ask("{ companies(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    let list = "query($f: Int, $l: Int, $a: String, $b: String) { leads(first: $f, last: $l, after: $a, before: $b) { nodes { id } } }";
    for (variables, path) in [
        (json!({ "f": 0 }), "first"),
        (json!({ "f": -1 }), "first"),
        (json!({ "f": 101 }), "first"),
        (json!({ "f": 2_147_483_647 }), "first"),
        (json!({ "l": -5 }), "last"),
        (json!({ "f": 1, "l": 1 }), "last"),
        (json!({ "a": "nonsense" }), "after"),
        (json!({ "b": "" }), "before"),
        (json!({ "a": cursor(by_score, "leads") }), "after"),
        (json!({ "b": cursor(of_company, "companies") }), "before"),
    ] {
        let answer = ada.gql(list, variables.clone()).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path), "{variables} {answer:#}");
    }
    let theirs = eve.ask("{ leads(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    let page = ada.ask(list, json!({ "a": cursor(theirs, "leads") })).await;
    let mine = lead::Entity::find()
        .filter(lead::Column::AgencyId.eq(ada.agency))
        .all(&t.database.connect().await)
        .await
        .unwrap();
    let mine: Vec<String> = mine.iter().map(|row| Id(row.id).text()).collect();
    for node in page["leads"]["nodes"].as_array().unwrap() {
        assert!(mine.contains(&node["id"].as_str().unwrap().to_owned()), "a place, never a door");
    }
}

#[tokio::test]
async fn a_cursor_that_was_made_up_is_refused_before_it_is_asked_with() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&t, &ada).await;
    let ask = |order: &str, after: Option<String>| {
        let list = format!(
            "query($a: String) {{ leads(first: 3, after: $a, orderBy: {{field: {order}}}) {{ nodes {{ id }} pageInfo {{ endCursor }} }} }}"
        );
        let ada = &ada;
        async move { ada.gql(&list, json!({ "a": after })).await }
    };
    for (order, wrong) in [
        ("NAME", json!({ "i": 7 })),
        ("NAME", json!({ "s": "doe\u{0} jane" })),
        ("NAME", json!("n")),
        ("SCORE", json!({ "s": "seven" })),
        ("CREATED_AT", json!({ "i": 7 })),
        ("CREATED_AT", json!({ "t": i64::MAX })),
        ("LAST_ACTIVITY_AT", json!({ "u": LeadId::new() })),
    ] {
        let real = ask(order, None).await["data"]["leads"]["pageInfo"]["endCursor"].clone();
        let real = URL_SAFE_NO_PAD.decode(real.as_str().unwrap()).unwrap();
        let mut place: Value = serde_json::from_slice(&real).unwrap();
        let again = ask(order, Some(URL_SAFE_NO_PAD.encode(place.to_string()))).await;
        assert!(again["errors"].is_null(), "as it was it is good: {again:#}");
        place["v"] = wrong.clone();
        let answer = ask(order, Some(URL_SAFE_NO_PAD.encode(place.to_string()))).await;
        assert_eq!(
            (code(&answer), field(&answer)),
            ("BAD_USER_INPUT", "after"),
            "{order} {wrong} {answer:#}"
        );
    }
}
