//! A database that cannot be had is named, with what to do; nothing is made beside it.

use crate::cli::support::Place;
use sqlx::Executor;
use std::net::TcpListener;

#[tokio::test]
async fn a_database_somebody_keeps_locked_is_not_waited_for_in_silence() {
    let place = Place::installed().await.with("LEADWIRE_DATABASE__PATIENCE_MS", "100");
    let mut other = place.sql().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    ran.refused(&["cannot open the database", "leadwire.db", "another process holds its lock"]);
    let ran = place.run(&["doctor"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("another process holds its lock"), "{}", ran.out);
    assert!(ran.out.contains("fix: end it, or wait"), "{}", ran.out);
    other.execute("ROLLBACK").await.unwrap();
    place.run(&["migrate"]).await.done();
}

#[tokio::test]
async fn a_schema_newer_than_the_program_is_left_alone() {
    let place = Place::installed().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    place.sql().await.execute(newer).await.unwrap();
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    ran.refused(&["made by a newer leadwire", "update the program"]);
    assert!(!ran.err.contains("cannot bring"), "an update is all it takes: {}", ran.err);
}

#[tokio::test]
async fn a_database_server_that_does_not_answer_is_named_at_once() {
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let url = format!("postgres://leadwire:hunter2@{at}/leadwire");
    let place = Place::empty();
    for args in [&["migrate"][..], &["serve", "--addr", "127.0.0.1:0"], &["work"]] {
        let ran = place.run(&[args, &["--database-url", &url]].concat()).await;
        ran.refused(&["the database server does not answer at", &at, "is it running?"]);
        assert!(!ran.err.contains("hunter2") && !ran.err.contains("lock"), "{}", ran.err);
    }
    assert!(!place.data().exists(), "no keys were made");
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_before_anything_is_made() {
    let place = Place::empty();
    for url in ["mysql://root@localhost/leadwire", "leadwire.db", "postgres://host:port/leadwire"] {
        let ran = place.run(&["serve", "--database-url", url]).await;
        ran.refused(&["database.url: "]);
        assert!(!ran.err.contains("our side"), "{}", ran.err);
    }
    place
        .run(&["migrate", "--database-url", "mysql://x"])
        .await
        .refused(&["a sqlite:// or postgres:// address"]);
    assert!(!place.data().exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let place = Place::installed().await;
    place.write("leadwire.db", &"Dear diary, ".repeat(1_000));
    let ran = place.run(&["migrate"]).await;
    ran.refused(&["leadwire.db is not a SQLite database", "restore your backup"]);
    assert!(!ran.err.contains("our side") && !ran.err.contains("Execution"), "{}", ran.err);
    assert!(place.read("leadwire.db").starts_with("Dear diary"));

    let url = format!("sqlite://{}", place.data().join("leadwire.db").display());
    let other = Place::empty();
    other.run(&["serve", "--database-url", &url]).await.refused(&["is not a SQLite database"]);
    assert!(!other.data().exists(), "no keys were made");
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_not_served() {
    let place = Place::installed().await;
    // As SQLite opens a file whose rights forbid writing, whoever asks.
    let url = format!("sqlite://{}?mode=ro", place.data().join("leadwire.db").display());
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0", "--database-url", &url]).await;
    ran.refused(&["leadwire.db cannot be written", "owner or rights"]);
    assert!(!ran.err.contains("our side"), "{}", ran.err);
}
