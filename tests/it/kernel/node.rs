//! The lock that says a worker lives.

use crate::support::{app::TestApp, database::backend};
use leadwire::kernel::node::{Node, is_dead};
use sea_orm::{ConnectionTrait, DbBackend};

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
