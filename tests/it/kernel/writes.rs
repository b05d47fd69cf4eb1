//! When the database cannot be written: callers are told in a code, the server does not say it is ready, reads go on, and all
//! is well again as soon as the trouble is over.

use crate::support::{actor::Actor, app::TestApp, database::backend, server::TestServer};
use futures_util::future::join_all;
use leadwire::{config::Config, kernel::tx::Tx};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};

const CREATE: &str = "mutation { workspaceCreate(input: { name: \"North\" }) { id } }";

/// Every other session of this database ends, before this comes back.
const OTHERS: &str = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

async fn create(server: &TestServer, actor: &Actor) -> (u16, String) {
    let reply = server.post_as(actor, json!({ "query": CREATE })).await;
    let code = if reply.json()["errors"].is_null() { String::new() } else { reply.code() };
    (reply.status, code)
}

/// As when a primary becomes a standby, and back: sessions end, new ones may only read, or may write again.
async fn switch(url: &str, to: &str) {
    let mut session = PgConnection::connect(url).await.unwrap();
    let name: String =
        sqlx::query_scalar("SELECT current_database()::text").fetch_one(&mut session).await.unwrap();
    for sql in [
        "SET default_transaction_read_only = off".to_owned(),
        format!("ALTER DATABASE {name} SET default_transaction_read_only = {to}"),
        OTHERS.to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut session).await.unwrap();
    }
}

async fn ready(server: &TestServer) -> u16 {
    server.get("/health/ready").await.status
}

async fn in_trouble(server: &TestServer, ada: &Actor) {
    // One connection of the pool may only find that its session has ended; what is asked then finds out why.
    create(server, ada).await;
    assert_eq!(create(server, ada).await.1, "UNAVAILABLE");
    assert_eq!(ready(server).await, 503);
    let read = server.post_as(ada, json!({ "query": "{ workspaces { nodes { name } } }" })).await;
    assert_eq!(read.status, 200, "{}", read.text);
    assert!(!read.text.contains("North"), "what was refused left no trace: {}", read.text);
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_said_to_be_and_is_well_again() {
    let mut config = Config::default();
    if backend() == DbBackend::Sqlite {
        config.database.patience_ms = 500; // of whoever waits for the one writer
    }
    let server = TestServer::with(config).await;
    let ada = server.test.agency("acme").await;
    assert_eq!(ready(&server).await, 200);
    if backend() == DbBackend::Postgres {
        switch(&server.test.database.url, "on").await;
        in_trouble(&server, &ada).await;
        switch(&server.test.database.url, "off").await;
    } else {
        let mut other = SqliteConnection::connect(&server.test.database.url).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        in_trouble(&server, &ada).await;
        sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    }
    // Whether it can be written is tried when somebody asks.
    while ready(&server).await != 200 {
        tokio::task::yield_now().await;
    }
    assert_eq!(create(&server, &ada).await, (200, String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_end_are_found_out_once_and_not_one_by_one() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    // As many connections as there can be, all of them idle then.
    let reader = scope.read(&t.app);
    let slow = Statement::from_string(DbBackend::Postgres, "SELECT pg_sleep(0.2)");
    let reads = join_all((0..4).map(|_| reader.query_all_raw(slow.clone()))).await;
    assert!(reads.iter().all(Result::is_ok));
    let begun = join_all((0..4).map(|_| Tx::begin(&t.app, &scope))).await;
    assert!(begun.iter().all(Result::is_ok));
    drop(begun);
    while t.app.db().usage().0 > 1 {
        tokio::task::yield_now().await;
    }
    let mut session = PgConnection::connect(&t.database.url).await.unwrap();
    sqlx::raw_sql(OTHERS).execute(&mut session).await.unwrap();

    let mut failed = 0;
    let ask = Statement::from_string(DbBackend::Postgres, "SELECT name FROM workspace");
    for _ in 0..8 {
        failed += usize::from(reader.query_all_raw(ask.clone()).await.is_err());
    }
    assert!(failed <= 1, "{failed} connections had to find out for themselves");
    for _ in 0..8 {
        Tx::begin(&t.app, &scope).await.unwrap();
    }
}

#[tokio::test]
async fn a_transaction_that_the_database_ended_by_itself_keeps_nobody_from_the_next() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    // What SQLite does when the disk is full.
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    drop(tx);
    for _ in 0..3 {
        let tx = Tx::begin(&t.app, &scope).await.unwrap();
        tx.execute_unprepared("UPDATE workspace SET name = 'Acme again'").await.unwrap();
        tx.commit().await.unwrap();
    }
}
