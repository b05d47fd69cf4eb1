//! Whatever is moved wherever: the board keeps the order that a list would have.

use super::desk::{Board, board_of, typed};
use crate::support::{actor::Actor, app::TestApp, make};
use entity::ids::TypedId;
use leadwire::{
    crm::cards::{self, Beside, Move},
    kernel::scope::Scope,
};
use proptest::{collection::vec, prelude::*, sample::Index, test_runner::TestRunner};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Which card goes where: to the end of a stage, or before or after a card.
#[derive(Clone, Debug)]
enum Step {
    End(Index, Index),
    Before(Index, Index),
    After(Index, Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let two = || (any::<Index>(), any::<Index>());
    vec(
        prop_oneof![
            two().prop_map(|(card, stage)| Step::End(card, stage)),
            two().prop_map(|(card, beside)| Step::Before(card, beside)),
            two().prop_map(|(card, beside)| Step::After(card, beside)),
        ],
        1..40,
    )
}

struct Desk {
    t: TestApp,
    ada: Actor,
    scope: Scope,
    leads: Vec<String>,
}

#[test]
fn any_sequence_of_moves_keeps_the_order_a_list_would_have() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(async {
        let t = TestApp::start().await;
        let ada = t.agency("acme").await;
        let (scope, leads) = (ada.scope().await, make::leads(&t, &ada, 5).await);
        Desk { t, ada, scope, leads }
    });
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
    let run = |steps: Vec<Step>| runtime.block_on(follow(&desk, steps));
    TestRunner::new(config).run(&steps(), run).unwrap();
}

/// Does the steps on a new board and on lists beside it.
async fn follow(desk: &Desk, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let board = board_of(&desk.ada, &["A", "B", "C"]).await;
    let mut model: Vec<Vec<String>> = vec![vec![]; 3];
    for (number, lead) in desk.leads.iter().enumerate() {
        let card = board.card(&desk.ada, lead, number % 3).await;
        model[number % 3].push(card);
    }
    for step in &steps {
        if let Some(ask) = apply(&mut model, step, &board) {
            cards::shift(&desk.t.app, &desk.scope, ask)
                .await
                .map_err(|e| TestCaseError::fail(e.to_string()))?;
        }
    }
    prop_assert_eq!(board.cards(&desk.ada).await, model);
    Ok(())
}

/// The step on the lists, and as it is asked for; nothing when a card would go beside itself.
fn apply(model: &mut [Vec<String>], step: &Step, board: &Board) -> Option<Move> {
    let all: Vec<String> = model.concat();
    let (Step::End(card, other) | Step::Before(card, other) | Step::After(card, other)) = step;
    let card = card.get(&all).clone();
    let beside = other.get(&all).clone();
    if !matches!(step, Step::End(..)) && card == beside {
        return None;
    }
    model.iter_mut().for_each(|stage| stage.retain(|other| *other != card));
    let place = |model: &mut [Vec<String>], behind: usize| {
        let stage = model.iter_mut().find(|stage| stage.contains(&beside)).unwrap();
        let at = stage.iter().position(|other| *other == beside).unwrap();
        stage.insert(at + behind, card.clone());
    };
    let (stage, beside) = match step {
        Step::End(_, stage) => {
            let at = stage.index(model.len());
            model[at].push(card.clone());
            (Some(typed(&board.stages[at])), None)
        }
        Step::Before(..) => {
            place(model, 0);
            (None, Some(Beside::Before(typed(&beside))))
        }
        Step::After(..) => {
            place(model, 1);
            (None, Some(Beside::After(typed(&beside))))
        }
    };
    Some(Move { card: typed(&card), stage, beside, reason: None, expected_version: None })
}

#[tokio::test]
async fn places_that_grew_long_are_given_out_anew() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let board = board_of(&ada, &["A"]).await;
    let mut ids = vec![];
    for lead in make::leads(&t, &ada, 3).await {
        ids.push(board.card(&ada, &lead, 0).await);
    }
    // Between the first two there is room only behind fifty digits.
    let tight = format!("V{}1", "0".repeat(50));
    let db = t.database.connect().await;
    for (id, place) in ids.iter().zip(["V", &tight, "W"]) {
        let values = [place.into(), typed::<entity::ids::PipelineCardId>(id).into()];
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => "UPDATE pipeline_card SET position = $1 WHERE id = $2",
            _ => "UPDATE pipeline_card SET position = ? WHERE id = ?",
        };
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
    }
    let known = super::desk::newest(&t, &ada).await;
    let beside = Some(Beside::After(typed(&ids[0])));
    let ask = Move { card: typed(&ids[2]), stage: None, beside, reason: None, expected_version: None };
    let moved = cards::shift(&t.app, &ada.scope().await, ask).await.unwrap();
    assert!(moved.position.len() < 5, "{}", moved.position);
    assert_eq!(board.cards(&ada).await[0], [ids[0].as_str(), &moved.id.shown(), &ids[1]]);
    use entity::event_kind::EventKind::{PipelineCardMoved, PipelineStageUpdated};
    assert_eq!(super::desk::told(&t, &ada, known).await, [PipelineStageUpdated, PipelineCardMoved]);
}
