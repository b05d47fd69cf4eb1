//! T14: a mutation under a key, killed between effect and answer, repeated by clients that know nothing of it.

use crate::{journeys::program::Installation, support::database::backend};
use entity::workspace;
use leadwire::sandbox::SandboxSettings;
use sea_orm::{ColumnTrait, DatabaseConnection, DbBackend, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// Commands of one document: the time between its first effect and its answer.
const COMMANDS: usize = 30;
const KILLS: usize = 5;

fn document(round: usize) -> Value {
    let each = |n: usize| {
        format!("c{n}: workspaceCreate(input: {{ name: \"Round {round} number {n}\" }}) {{ id }} ")
    };
    let all: String = (0..COMMANDS).map(each).collect();
    json!({ "query": format!("mutation {{ {all} }}") })
}

async fn made(db: &DatabaseConnection, round: usize) -> u64 {
    let these =
        workspace::Entity::find().filter(workspace::Column::Name.starts_with(format!("Round {round} ")));
    these.count(db).await.expect("counted")
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_effect_and_answer_it_is_not_done_again() {
    let mut it = Installation::new(SandboxSettings::default()).await;
    let db = it.database.connect().await;
    it.start().await;
    for round in 0..KILLS {
        let key = format!("round-{round}");
        let first = it.send(&key, document(round));
        let killed = async {
            let since = Instant::now();
            while made(&db, round).await == 0 {
                assert!(since.elapsed() < Duration::from_secs(10), "nothing happens");
            }
        };
        tokio::select! {
            _ = first => {}
            () = killed => {}
        }
        it.kill();
        let effects = made(&db, round).await;
        it.start().await;
        let again = it.insist(&key, document(round)).await;
        // One process knows at once that the other is dead; several, after a minute.
        let is_told = match backend() {
            DbBackend::Sqlite => {
                code(&again) == "CONFLICT" && again["errors"][0]["extensions"]["retryAfter"].is_null()
            }
            _ => code(&again) == "CONFLICT",
        };
        assert!(is_told || again["data"]["c0"].is_object(), "{again}");
        assert_eq!(made(&db, round).await, effects, "not one effect more");
        let other = it.insist(&key, document(round + 1_000)).await;
        assert_eq!(code(&other), "IDEMPOTENCY_MISMATCH", "{other}");
        assert_eq!(made(&db, round + 1_000).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_through_the_real_program_have_one_effect_and_one_answer() {
    let mut it = Installation::new(SandboxSettings::default()).await;
    let db = it.database.connect().await;
    it.start().await;
    let make = json!({ "query": "mutation { workspaceCreate(input: { name: \"Round 7 only\" }) { id } }" });
    let all = (0..50).map(|_| it.insist("crowd", make.clone()));
    let answers = futures_util::future::join_all(all).await;
    let ids: BTreeSet<String> =
        answers.into_iter().map(|answer| answer["data"]["workspaceCreate"]["id"].to_string()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(made(&db, 7).await, 1);
    let kept = it.insist("crowd", make.clone()).await;
    it.kill();
    it.start().await;
    let later = it.insist("crowd", make).await;
    assert_eq!(kept["data"], later["data"], "what was answered outlives the process");
    assert_eq!(made(&db, 7).await, 1);
}
