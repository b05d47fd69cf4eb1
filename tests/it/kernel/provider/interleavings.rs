//! Many who want the same fact, in every order, some of whom die: the provider is asked at most once.

use crate::{
    kernel::support::{Duty, Plan, wire},
    support::app::TestApp,
};
use chrono::TimeDelta;
use entity::provider_call::{self, CallStatus};
use leadwire::{
    config::Config,
    kernel::{
        provider::{Decision, Intent, Outcome, PaidCall, intend},
        queue::{Slice, manual},
        scope::Scope,
        tx::Tx,
    },
};
use proptest::{
    prelude::{ProptestConfig, Strategy, any},
    test_runner::TestRunner,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

/// An agency and its book of calls.
pub struct Books {
    pub t: TestApp,
    pub scope: Scope,
}

pub fn intent(fact: &str) -> Intent {
    Intent {
        provider: "APOLLO",
        account: "key-1".into(),
        operation: "match",
        fact_key: fact.into(),
        known_for: TimeDelta::days(30),
        cost_micros: 20_000,
        job: None,
        data_source: None,
        workspace: None,
        requested_by: None,
        task: None,
    }
}

impl Books {
    pub async fn open() -> Self {
        let t = TestApp::wired(Config::default(), wire).await;
        let scope = t.agency("acme").await.scope().await;
        t.run_tasks().await;
        Self { t, scope }
    }

    pub async fn begin(&self) -> Tx {
        Tx::begin(&self.t.app, &self.scope).await.unwrap()
    }

    pub async fn intend(&self, ask: &Intent) -> Decision {
        intend(&self.t.app, &self.scope, ask).await.unwrap()
    }

    pub async fn settle(&self, call: PaidCall, outcome: &Outcome) {
        let mut tx = self.begin().await;
        call.settle(&mut tx, outcome).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A slice of a task, handed out.
    pub async fn slice(&self, name: &str) -> Slice {
        let mut tx = self.begin().await;
        tx.enqueue(&Duty::new(name, Plan::Done)).unwrap();
        tx.commit().await.unwrap();
        manual::hand_out(&self.t.app).await.unwrap().expect("booked just now")
    }

    pub async fn rows(&self) -> Vec<provider_call::Model> {
        let rows = provider_call::Entity::find().order_by_asc(provider_call::Column::StartedAt);
        let rows = rows.order_by_asc(provider_call::Column::Id);
        rows.all(&self.t.database.connect().await).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_ask_at_the_same_moment_one_calls() {
    let b = Books::open().await;
    for fact in 0..5 {
        let asks = (0..12).map(|_| {
            let (app, scope, ask) = (b.t.app.clone(), b.scope.clone(), intent(&fact.to_string()));
            tokio::spawn(async move { intend(&app, &scope, &ask).await.unwrap() })
        });
        let decisions: Vec<_> = futures_util::future::join_all(asks).await;
        let goes = decisions.iter().filter(|d| matches!(d.as_ref().unwrap(), Decision::Go(_))).count();
        let busy = decisions.iter().filter(|d| matches!(d.as_ref().unwrap(), Decision::Busy)).count();
        assert_eq!((goes, busy), (1, 11));
    }
}

/// What one of three workers does next.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Asks for leave, and calls if it gets it.
    Ask,
    /// The provider answers; effects are committed.
    Answer,
    /// It refuses without having done anything.
    Refuse,
    /// It may have done it.
    Lose,
    /// The worker dies; its task is taken over.
    Die,
    /// Time passes, in seconds.
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    use proptest::prelude::{Just, prop_oneof};
    prop_oneof![
        4 => Just(Act::Ask),
        2 => Just(Act::Answer),
        1 => Just(Act::Refuse),
        1 => Just(Act::Lose),
        2 => Just(Act::Die),
        1 => (1_i64..200).prop_map(Act::Wait),
    ]
}

/// A worker of the model: its slice, and the call it is making.
struct Worker {
    slice: Slice,
    call: Option<PaidCall>,
}

/// Plays the acts; `sent` counts calls that the provider may have carried out.
async fn play(b: &Books, fact: &str, acts: &[(usize, Act)]) -> usize {
    let mut workers = vec![];
    for n in 0..3 {
        workers.push(Worker { slice: b.slice(&format!("play/{fact}/{n}")).await, call: None });
    }
    let mut sent = 0;
    for (who, act) in acts {
        let worker = &mut workers[*who];
        match act {
            Act::Ask if worker.call.is_none() => {
                let ask = Intent { task: Some(worker.slice.task()), ..intent(fact) };
                if let Decision::Go(call) = b.intend(&ask).await {
                    worker.call = Some(call);
                    sent += 1;
                }
            }
            Act::Answer => end(b, worker, &Outcome::Done { value: json!(1), cost_micros: 1 }).await,
            Act::Refuse if worker.call.is_some() => {
                end(b, worker, &Outcome::Failed { reason: "rate_limited".into() }).await;
                sent -= 1;
            }
            Act::Lose => end(b, worker, &Outcome::Unknown { reason: "unreachable".into() }).await,
            Act::Die => {
                manual::take_over(&worker.slice).await.unwrap();
                worker.call = None;
                worker.slice =
                    manual::hand_out(&b.t.app).await.unwrap().unwrap_or_else(|| worker.slice.clone());
            }
            Act::Wait(seconds) => b.t.advance(TimeDelta::seconds(*seconds)),
            _ => {}
        }
    }
    sent
}

async fn end(b: &Books, worker: &mut Worker, outcome: &Outcome) {
    if let Some(call) = worker.call.take() {
        b.settle(call, outcome).await;
    }
}

#[test]
fn in_every_order_of_asking_answering_and_dying_the_provider_is_asked_at_most_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let books = runtime.block_on(Books::open());
    let config = ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() };
    let acts = proptest::collection::vec((0_usize..3, act()), 1..25);
    let run = TestRunner::new(config).run(&(acts, any::<u64>()), |(acts, fact)| {
        let fact = fact.to_string();
        let (sent, open) = runtime.block_on(async {
            let sent = play(&books, &fact, &acts).await;
            let rows = books.rows().await;
            let of_fact: Vec<_> = rows.into_iter().filter(|row| row.fact_key == fact).collect();
            assert!(of_fact.len() <= 1, "one row per account and fact, within a day");
            let open = of_fact.iter().filter(|row| row.status == CallStatus::Intended).count();
            manual::run_due(&books.t.app).await.unwrap();
            (sent, open)
        });
        proptest::prop_assert!(sent <= 1, "asked {sent} times");
        proptest::prop_assert!(open <= 1);
        Ok(())
    });
    run.unwrap();
}
