//! A question that would keep the database at work for long is refused with a hint; others are not even slowed down by it.

use crate::support::{app::TestApp, database::backend};
use leadwire::{
    config::Config,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::{Duration, Instant};

/// Counts for hours, on either database.
fn endless(backend: DbBackend) -> Statement {
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n";
    Statement::from_string(backend, sql)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_refused_with_a_hint() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut hurried = Config::default();
    hurried.database.statement_timeout_ms = 300;
    let app = t.restarted(hurried).await.app;
    let read = scope.read(&app);
    let begin = Instant::now();
    for _ in 0..2 {
        let refused: Result<()> =
            read.query_all_raw(endless(read.get_database_backend())).await.map(drop).map_err(Into::into);
        let Err(error @ Error::TooSlow) = refused else { panic!("{refused:?}") };
        assert_eq!(error.code(), "LIMIT_REACHED");
        assert!(error.hint().is_some_and(|hint| hint.contains("narrower filter")));
    }
    assert!(begin.elapsed() < Duration::from_secs(8), "it was stopped: {:?}", begin.elapsed());
    let one = Statement::from_string(read.get_database_backend(), "SELECT 1");
    for _ in 0..50 {
        read.query_all_raw(one.clone()).await.expect("short questions are answered, also after long ones");
    }
    // A connection that was taken long ago is not out of time when somebody takes it again.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let line = scope.on_a_line();
    let read = line.read(&app);
    let refused = read.query_all_raw(endless(read.get_database_backend())).await;
    assert!(matches!(refused.map_err(Error::from), Err(Error::TooSlow)));
    drop(line);
    scope.read(&app).query_all_raw(one).await.expect("the connection is as good as new");
}

#[tokio::test]
async fn a_transaction_whose_process_stands_still_lets_go_in_the_end() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let ask = "SELECT current_setting('idle_in_transaction_session_timeout') AS lasts";
    let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, ask)).await.unwrap().unwrap();
    assert_eq!(row.try_get::<String>("", "lasts").unwrap(), "90s");
}
