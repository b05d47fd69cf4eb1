//! The books of what calls cost, as lists: budgets by what they limit, entries by when.

use crate::support::{app::TestApp, make, rows::noon};
use chrono::TimeDelta;
use entity::{
    credit_entry::{self, CreditKind},
    ids::CreditEntryId,
};
use leadwire::graphql::Id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

#[tokio::test]
async fn budgets_are_listed_by_what_they_limit_and_say_their_period() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let second = Id(make::workspace(&t, &ada).await).text();
    let set = "mutation($i: BudgetSetInput!) { budgetSet(input: $i) { budget { id } } }";
    let mut made = vec![];
    for input in [
        json!({ "scope": "AGENCY", "limitMicros": 5 }),
        json!({ "scope": "WORKSPACE", "workspaceId": ada.workspace_id(), "period": "MONTH", "limitMicros": 7 }),
        json!({ "scope": "WORKSPACE", "workspaceId": second, "period": "DAY", "limitMicros": 9 }),
    ] {
        t.advance(TimeDelta::minutes(1));
        let answer = ada.ask(set, json!({ "i": input })).await;
        made.push(answer["budgetSet"]["budget"]["id"].clone());
    }
    let list = "query($s: BudgetScope) { budgets(scope: $s) { totalCount nodes { id } } }";
    for (scope, wanted) in [
        (Value::Null, vec![&made[2], &made[1], &made[0]]),
        (json!("AGENCY"), vec![&made[0]]),
        (json!("WORKSPACE"), vec![&made[2], &made[1]]),
        (json!("JOB"), vec![]),
    ] {
        let page = ada.ask(list, json!({ "s": scope })).await["budgets"].clone();
        let ids: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|node| &node["id"]).collect();
        assert_eq!((ids, &page["totalCount"]), (wanted.clone(), &json!(wanted.len())), "{scope}");
    }
    assert_eq!(eve.ask(list, json!({})).await["budgets"]["totalCount"], 0, "others' are theirs");

    let periods = "{ budgets { nodes { period periodStartedAt periodEndsAt } } }";
    let lasts = |period: &str, from: &str, to: &str| {
        let midnight = |day: &str| format!("{day}T00:00:00+00:00");
        json!({ "period": period, "periodStartedAt": midnight(from), "periodEndsAt": midnight(to) })
    };
    let endless = json!({ "period": "TOTAL", "periodStartedAt": null, "periodEndsAt": null });
    for (day, month) in [
        (("2026-11-02", "2026-11-03"), ("2026-11-01", "2026-12-01")),
        (("2026-12-02", "2026-12-03"), ("2026-12-01", "2027-01-01")),
    ] {
        let seen = ada.ask(periods, Value::Null).await["budgets"]["nodes"].clone();
        assert_eq!(seen, json!([lasts("DAY", day.0, day.1), lasts("MONTH", month.0, month.1), endless]));
        t.advance(TimeDelta::days(30));
    }
}

#[tokio::test]
async fn entries_are_found_by_when_and_sorted_either_way() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let db = t.database.connect().await;
    let time = |minute: i64| noon() + TimeDelta::minutes(minute);
    for (of, minute) in [(&ada, 1), (&ada, 2), (&ada, 3), (&eve, 4)] {
        let row = credit_entry::ActiveModel {
            id: Set(CreditEntryId::new()),
            agency_id: Set(of.agency),
            kind: Set(CreditKind::Settle),
            provider: Set("APOLLO".to_owned()),
            amount_micros: Set(minute),
            at: Set(time(minute)),
            ..Default::default()
        };
        row.insert(&db).await.expect("an entry");
    }
    let list = "query($f: CreditEntryFilter, $o: CreditEntryOrder) {
        creditEntries(filter: $f, orderBy: $o) { totalCount nodes { amountMicros } } }";
    let at = |minute: i64| time(minute).to_rfc3339();
    for (filter, order, wanted) in [
        (Value::Null, Value::Null, vec![3, 2, 1]),
        (Value::Null, json!({ "direction": "ASC" }), vec![1, 2, 3]),
        (json!({ "at": { "gt": at(1) } }), json!({ "field": "AT", "direction": "DESC" }), vec![3, 2]),
        (json!({ "at": { "between": { "from": at(1), "to": at(2) } } }), Value::Null, vec![2, 1]),
        (json!({ "at": { "lt": at(1) } }), Value::Null, vec![]),
        (json!({ "not": { "at": { "gte": at(3) } }, "kind": { "eq": "SETTLE" } }), Value::Null, vec![2, 1]),
        (json!({ "or": [{ "at": { "eq": at(1) } }, { "at": { "eq": at(3) } }] }), Value::Null, vec![3, 1]),
        (json!({ "at": { "eq": at(4) } }), Value::Null, vec![]),
    ] {
        let page = ada.ask(list, json!({ "f": filter, "o": order })).await["creditEntries"].clone();
        let nodes = page["nodes"].as_array().unwrap();
        let found: Vec<i64> = nodes.iter().map(|node| node["amountMicros"].as_i64().unwrap()).collect();
        assert_eq!(found, wanted, "{filter} {order}");
        assert_eq!(page["totalCount"], wanted.len(), "{filter}");
    }
}
