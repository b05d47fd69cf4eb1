//! The lock that says a worker lives.

use crate::support::{app::TestApp, database::backend};
use leadwire::kernel::node::{Node, is_dead};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::Duration;

#[tokio::test]
async fn a_worker_is_dead_when_its_lock_is_free_and_not_before() {
    let t = TestApp::start().await;
    // The tests' clock is not the database's; a worker with such a clock must not work.
    if backend() == DbBackend::Postgres {
        let refused = Node::enter(&t.app).await.err().expect("refused");
        assert!(refused.to_string().contains("clock"), "{refused}");
        return;
    }
    let node = Node::enter(&t.app).await.unwrap();
    let second = Node::enter(&t.app).await.err().expect("one process works on a folder");
    assert!(second.to_string().contains("Another process"), "{second}");
    drop(node);
    Node::enter(&t.app).await.unwrap();
}

#[tokio::test]
async fn a_worker_that_lost_its_session_takes_its_lock_again() {
    let t = TestApp::start().await;
    let now = leadwire::base::clock::Clock::now(&leadwire::base::clock::SystemClock);
    t.advance(now - t.app.now());
    let mut node = Node::enter(&t.app).await.unwrap();
    node.keep(t.app.db()).await.unwrap();
    if backend() == DbBackend::Postgres {
        assert!(!is_dead(t.app.db(), node.id()).await.unwrap());
        let connection = t.database.connect().await;
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        connection.execute_unprepared(cut).await.unwrap();
        let gone = async || is_dead(t.app.db(), node.id()).await.unwrap();
        while !gone().await {
            tokio::task::yield_now().await;
        }
        node.keep(t.app.db()).await.unwrap();
        assert!(!is_dead(t.app.db(), node.id()).await.unwrap());
    }
    let id = node.id().to_owned();
    drop(node);
    while !is_dead(t.app.db(), &id).await.unwrap() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn whoever_looks_whether_a_worker_lives_and_gives_up_leaves_no_lock_behind() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    for steps in 0..12 {
        let mut look = Box::pin(is_dead(t.app.db(), "lw-gone"));
        for _ in 0..steps {
            if futures_util::poll!(&mut look).is_ready() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let connection = t.database.connect().await;
    let held = "SELECT count(*) AS held FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let held = async || {
        let ask = Statement::from_string(DbBackend::Postgres, held);
        connection.query_one_raw(ask).await.unwrap().unwrap().try_get::<i64>("", "held").unwrap()
    };
    let mut waited = 0;
    while held().await > 0 {
        waited += 1;
        assert!(waited < 50, "the dead one seems alive");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
