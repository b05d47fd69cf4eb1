//! Reserves on budgets: never more than the limit, however many ask at once, and given back however a call ends.

use super::interleavings::{Books, intent};
use chrono::TimeDelta;
use entity::{
    budget::{self, BudgetPeriod, BudgetScope},
    credit_entry,
};
use leadwire::{
    connectors::ConnectorError,
    kernel::{
        patch::Patch,
        provider::{
            Decision, Intent, Outcome,
            money::{self, NewBudget, Span},
        },
    },
};
use sea_orm::EntityTrait;
use serde_json::json;
use std::time::Duration;

const PRICE: i64 = 20_000;

impl Books {
    async fn limit(&self, period: BudgetPeriod, calls: i64) {
        let new = NewBudget {
            scope: BudgetScope::Agency,
            workspace: None,
            job: None,
            period,
            limit_micros: Patch::Set(calls * PRICE),
            warn_percent: 80,
            expected_version: None,
        };
        money::set(&self.t.app, &self.scope, new).await.unwrap();
    }

    async fn budget(&self) -> budget::Model {
        budget::Entity::find().one(&self.t.database.connect().await).await.unwrap().unwrap()
    }

    async fn entered(&self) -> i64 {
        let rows = credit_entry::Entity::find().all(&self.t.database.connect().await).await.unwrap();
        rows.iter().map(|row| row.amount_micros).sum()
    }
}

#[tokio::test]
async fn ten_at_once_share_a_budget_of_three() {
    let b = Books::open().await;
    b.limit(BudgetPeriod::Total, 3).await;
    let asks: Vec<Intent> = (0..10).map(|n| intent(&format!("fact {n}"))).collect();
    let decisions = futures_util::future::join_all(asks.iter().map(|ask| b.intend(ask))).await;
    let go = decisions.iter().filter(|decision| matches!(decision, Decision::Go(_))).count();
    let over = decisions.iter().filter(|decision| matches!(decision, Decision::OverBudget(_))).count();
    assert_eq!((go, over), (3, 7));
    assert_eq!((b.budget().await.reserved_micros, b.entered().await), (3 * PRICE, 3 * PRICE));
    let mut calls = decisions.into_iter().filter_map(|decision| match decision {
        Decision::Go(call) => Some(call),
        _ => None,
    });
    b.settle(calls.next().unwrap(), &Outcome::Done { value: json!(1), cost_micros: 5_000 }).await;
    b.settle(calls.next().unwrap(), &Outcome::Failed { reason: "rate_limited".into() }).await;
    b.settle(calls.next().unwrap(), &Outcome::Unknown { reason: "unreachable".into() }).await;
    let is = b.budget().await;
    assert_eq!((is.reserved_micros, is.spent_micros), (0, 5_000 + PRICE), "what is unknown counts as paid");
    assert_eq!(b.entered().await, 5_000 + PRICE);
    assert!(
        matches!(b.intend(&intent("another")).await, Decision::Go(_)),
        "what was given back can be spent"
    );
}

#[tokio::test]
async fn a_call_that_was_cut_off_counts_at_its_price_until_a_late_answer_says_better() {
    let b = Books::open().await;
    b.limit(BudgetPeriod::Total, 3).await;
    let slice = b.slice("mine").await;
    let ask = Intent { task: Some(slice.task()), ..intent("a") };
    let Decision::Go(call) = b.intend(&ask).await else { panic!("nobody asked before") };
    let Decision::Unknown(cut_off) = b.intend(&ask).await else { panic!("it was ours") };
    let mut tx = b.begin().await;
    assert!(cut_off.close(&mut tx).await.unwrap());
    tx.commit().await.unwrap();
    let is = b.budget().await;
    assert_eq!((is.reserved_micros, is.spent_micros, b.entered().await), (0, PRICE, PRICE));
    b.settle(call, &Outcome::Done { value: json!(1), cost_micros: 7 }).await;
    let is = b.budget().await;
    assert_eq!((is.reserved_micros, is.spent_micros, b.entered().await), (0, 7, 7));
}

#[tokio::test]
async fn a_new_period_begins_at_zero_and_is_told_anew() {
    let b = Books::open().await;
    b.limit(BudgetPeriod::Day, 1).await;
    let ask = |n: usize| intent(&format!("fact {n}"));
    for day in 0..2 {
        let Decision::Go(call) = b.intend(&ask(day * 10)).await else { panic!("the day's first") };
        b.settle(call, &Outcome::Done { value: json!(1), cost_micros: PRICE }).await;
        for n in 1..4 {
            let Decision::OverBudget(over) = b.intend(&ask(day * 10 + n)).await else { panic!("only one") };
            assert!(over.until.is_some_and(|until| until > b.t.app.now()));
        }
        let is = b.budget().await;
        assert_eq!((is.spent_micros, is.reserved_micros), (PRICE, 0));
        b.t.advance(TimeDelta::days(1));
    }
    let log = entity::event::Entity::find().all(&b.t.database.connect().await).await.unwrap();
    let reached = log.iter().filter(|event| event.kind == entity::event_kind::EventKind::BudgetReached);
    assert_eq!(reached.count(), 2, "once a day");
}

#[tokio::test]
async fn calls_that_cost_nothing_need_no_budget() {
    let b = Books::open().await;
    b.limit(BudgetPeriod::Total, 0).await;
    let free = Intent { cost_micros: 0, ..intent("free") };
    assert!(matches!(b.intend(&free).await, Decision::Go(_)));
    assert!(matches!(b.intend(&intent("dear")).await, Decision::OverBudget(_)));
    assert_eq!(b.entered().await, 0);
}

#[tokio::test]
async fn what_our_own_limit_kept_back_is_no_call_that_went_wrong() {
    let b = Books::open().await;
    let hour = TimeDelta::hours(1);
    let span = Span { from: b.t.app.now() - hour, to: b.t.app.now() + hour };
    let ended = async |outcome: &Outcome| {
        let Decision::Go(call) = b.intend(&intent("a")).await else { panic!("it was not answered yet") };
        b.settle(call, outcome).await;
        let all = money::stats(&b.t.app, &b.scope, span, None).await.unwrap();
        all.first().map(|is| (is.calls, is.errors, is.hits))
    };
    let held = ConnectorError::Held { after: Duration::from_secs(30) };
    assert_eq!(ended(&Outcome::of(&held)).await, None, "nothing was sent");
    assert_eq!(ended(&Outcome::of(&ConnectorError::later(5))).await, Some((1, 1, 0)), "the provider refused");
    let told = Outcome::Done { value: json!({ "told": "something" }), cost_micros: PRICE };
    assert_eq!(ended(&told).await, Some((1, 0, 1)), "made again, it is the same call");
}
