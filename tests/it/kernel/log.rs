//! The ordered log: without gaps, complete for whoever follows, and nobody else's.

use super::support::Noted;
use crate::support::{actor::code, app::TestApp, database::backend};
use entity::{event, event_head};
use futures_util::{Stream, StreamExt};
use leadwire::{
    config::Config,
    kernel::{
        error::{Error, Result},
        events::LoggedEvent,
        live::{self, cursor},
        scope::Scope,
        tx::Tx,
    },
};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;
use std::{pin::pin, sync::Arc, time::Duration};

async fn start() -> (TestApp, Scope) {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    (t, scope)
}

async fn note(t: &TestApp, scope: &Scope, text: &str) {
    let mut tx = Tx::begin(&t.app, scope).await.unwrap();
    tx.emit(&Noted { text: text.into() }).await.unwrap();
    tx.commit().await.unwrap();
}

fn text(event: &LoggedEvent) -> String {
    event.fact::<Noted>().map_or_else(|| format!("{:?}", event.kind), |noted| noted.text)
}

/// The next so many events of a stream; fails when they do not come.
async fn next(
    live: &mut (impl Stream<Item = Result<Arc<LoggedEvent>>> + Unpin),
    count: usize,
) -> Vec<Arc<LoggedEvent>> {
    let mut got = vec![];
    while got.len() < count {
        let event = tokio::time::timeout(Duration::from_secs(10), live.next()).await;
        got.push(event.expect("an event in time").expect("no end").expect("no error"));
    }
    got
}

async fn newest(t: &TestApp, scope: &Scope) -> i64 {
    live::bounds(&t.app, scope.agency()).await.unwrap().last
}

#[tokio::test]
async fn numbers_have_no_gaps_under_rollbacks_and_concurrency() {
    let (t, scope) = start().await;
    let before = newest(&t, &scope).await;
    let writers = (0..8).map(|writer| {
        let (app, scope) = (t.app.clone(), scope.clone());
        tokio::spawn(async move {
            for round in 0..10 {
                let mut tx = Tx::begin(&app, &scope).await.unwrap();
                for _ in 0..=(round % 3) {
                    tx.emit(&Noted { text: format!("{writer}/{round}") }).await.unwrap();
                }
                if round % 4 == 1 {
                    continue; // dropped: never happened
                }
                tx.commit().await.unwrap();
            }
        })
    });
    futures_util::future::try_join_all(writers).await.unwrap();
    let connection = t.database.connect().await;
    let rows = event::Entity::find().filter(event::Column::AgencyId.eq(scope.agency()));
    let rows = rows.order_by_asc(event::Column::Seq).all(&connection).await.unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.seq).collect();
    assert_eq!(numbers, (1..=newest(&t, &scope).await).collect::<Vec<_>>());
    // Rounds 1, 5 and 9 were rolled back; the others state 1, 2 or 3 facts.
    let each: i64 = [0, 2, 3, 4, 6, 7, 8].iter().map(|round| round % 3 + 1).sum();
    assert_eq!(newest(&t, &scope).await - before, 8 * each);
}

#[tokio::test]
async fn what_is_stated_first_and_committed_last_is_still_read() {
    let (t, scope) = start().await;
    let mut live = pin!(live::follow(&t.app, &scope, newest(&t, &scope).await));
    let mut early = Tx::begin(&t.app, &scope).await.unwrap();
    early.emit(&Noted { text: "early".into() }).await.unwrap();
    let (app, of_late) = (t.app.clone(), scope.clone());
    let late = tokio::spawn(async move {
        let mut late = Tx::begin(&app, &of_late).await.unwrap();
        late.emit(&Noted { text: "late".into() }).await.unwrap();
        late.commit().await.unwrap();
    });
    let (first, second) = if backend() == DbBackend::Postgres {
        // The late one commits while the early one is open, and is read before it.
        late.await.unwrap();
        let first = next(&mut live, 1).await.remove(0);
        early.commit().await.unwrap();
        (first, next(&mut live, 1).await.remove(0))
    } else {
        // One writer: the late one waits.
        early.commit().await.unwrap();
        late.await.unwrap();
        let mut both = next(&mut live, 2).await;
        (both.remove(0), both.remove(0))
    };
    let expected = if backend() == DbBackend::Postgres { ["late", "early"] } else { ["early", "late"] };
    assert_eq!([text(&first), text(&second)], expected);
    assert_eq!(second.seq, first.seq + 1);
}

#[tokio::test]
async fn a_follower_gets_what_was_then_what_comes_once_each() {
    let (t, scope) = start().await;
    let from = newest(&t, &scope).await;
    for n in 0..3 {
        note(&t, &scope, &format!("old {n}")).await;
    }
    let mut live = pin!(live::follow(&t.app, &scope, from));
    let old: Vec<_> = next(&mut live, 3).await.iter().map(|event| text(event)).collect();
    assert_eq!(old, ["old 0", "old 1", "old 2"]);
    for n in 0..3 {
        note(&t, &scope, &format!("new {n}")).await;
        assert_eq!(text(&next(&mut live, 1).await[0]), format!("new {n}"));
    }
    let mut resumed = pin!(live::follow(&t.app, &scope, from + 2));
    let seen: Vec<_> = next(&mut resumed, 4).await.iter().map(|event| event.seq).collect();
    assert_eq!(seen, (from + 3..from + 7).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_follower_far_behind_reads_more_than_memory_holds() {
    let (t, scope) = start().await;
    let from = newest(&t, &scope).await;
    let mut quick = pin!(live::follow(&t.app, &scope, from));
    let mut slow = pin!(live::follow(&t.app, &scope, from));
    note(&t, &scope, "first").await;
    next(&mut slow, 1).await;
    for batch in 0..10 {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        for n in 0..500 {
            tx.emit(&Noted { text: format!("{batch}/{n}") }).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let all = next(&mut quick, 5_001).await;
    assert!(all.iter().zip(from + 1..).all(|(event, seq)| event.seq == seq), "the quick one missed some");
    let all = next(&mut slow, 5_000).await;
    assert!(all.iter().zip(from + 2..).all(|(event, seq)| event.seq == seq), "the slow one missed some");
}

#[tokio::test]
async fn a_lost_hint_costs_a_second_and_no_event() {
    let (t, scope) = start().await;
    // Another process, whose hints do not get here.
    let other = t.restarted(Config::default()).await;
    let mut live = pin!(live::follow(&t.app, &scope, newest(&t, &scope).await));
    note(&other, &scope, "before it looks").await;
    assert_eq!(text(&next(&mut live, 1).await[0]), "before it looks");
    note(&other, &scope, "while it waits").await;
    let waited = std::time::Instant::now();
    assert_eq!(text(&next(&mut live, 1).await[0]), "while it waits");
    assert!(waited.elapsed() < Duration::from_secs(8), "it waited {:?}", waited.elapsed());
}

#[tokio::test]
async fn another_agencys_log_is_not_visible_and_its_cursors_are_refused() {
    let (t, scope) = start().await;
    let other = t.agency("other").await;
    let theirs = other.scope().await;
    let mut live = pin!(live::follow(&t.app, &scope, newest(&t, &scope).await));
    note(&t, &theirs, "theirs").await;
    note(&t, &scope, "ours").await;
    assert_eq!(text(&next(&mut live, 1).await[0]), "ours");
    let (read, _) = live::read(&t.app, &scope, 0, 1_000).await.unwrap();
    assert!(read.iter().all(|event| event.agency == scope.agency() && text(event) != "theirs"));

    let foreign = cursor::encode(theirs.agency(), 1);
    let query = "subscription($a: Cursor) { jobChanges(after: $a) { kind } }";
    let ours = t.agency("third").await;
    for bad in [foreign, "nonsense".into(), String::new(), cursor::encode(ours.agency, 1_000_000)] {
        let refused = crate::support::stream::Follower::refused(&ours, query, json!({ "a": bad })).await;
        assert_eq!(refused, "BAD_USER_INPUT", "{bad}");
    }
}

#[tokio::test]
async fn what_a_caller_reads_of_the_log_is_read_inside_their_agency() {
    let (t, scope) = start().await;
    note(&t, &scope, "ours").await;
    // Of the reads that run as an agency, which the wall holds; the kernel's own are not counted.
    let before = t.app.db().statements();
    live::start(&t.app, &scope, None).await.unwrap();
    assert_eq!(t.app.db().statements() - before, 1, "where the log ends");
    live::read(&t.app, &scope, 0, 10).await.unwrap();
    assert_eq!(t.app.db().statements() - before, 2, "a page of it");
    let mut live = pin!(live::follow(&t.app, &scope, 0));
    next(&mut live, 1).await;
    assert_eq!(t.app.db().statements() - before, 4, "where it ends, and a page, for who begins in the past");
}

#[tokio::test]
async fn a_cursor_below_what_is_kept_is_expired_and_says_what_to_do() {
    let (t, scope) = start().await;
    for n in 0..5 {
        note(&t, &scope, &format!("{n}")).await;
    }
    let connection = t.database.connect().await;
    let head = event_head::Entity::update_many().col_expr(event_head::Column::FloorSeq, Expr::val(3));
    head.exec(&connection).await.unwrap();
    let expired = live::start(&t.app, &scope, Some(2)).await.unwrap_err();
    assert!(matches!(&expired, Error::CursorExpired(hint) if hint.contains("without `after`")));
    assert_eq!(live::start(&t.app, &scope, Some(3)).await.unwrap(), 3, "the floor itself is still good");
}

#[tokio::test]
async fn a_stranger_may_ask_how_the_server_is() {
    let t = TestApp::start().await;
    let answer = t.schema.execute("{ health { version isDatabaseUp } }").await;
    assert_eq!(answer.data.into_json().unwrap()["health"]["isDatabaseUp"], true);
    assert_eq!(t.run_tasks().await, 0);
    let refused = t.stranger().gql("{ jobs { nodes { id } } }", json!({})).await;
    assert_eq!(code(&refused), "UNAUTHENTICATED");
}
