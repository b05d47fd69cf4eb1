//! The doctor finds what is wrong, says what to fix, and touches nothing.

use crate::cli::support::{Place, Ran};
use crate::support::database::{TestDatabase, backend};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::Value;
use sqlx::Executor;
use std::os::unix::fs::PermissionsExt;

/// What it says about one thing: its status and words.
fn about(ran: &Ran, check: &str) -> Vec<(String, String)> {
    let all: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = all.as_array().unwrap().iter().filter(|finding| finding["check"] == check);
    found
        .map(|finding| {
            (text(&finding["status"]), format!("{} {}", text(&finding["says"]), text(&finding["fix"])))
        })
        .collect()
}

#[track_caller]
fn assert_says(ran: &Ran, check: &str, status: &str, words: &str) {
    let found = about(ran, check);
    assert!(found.iter().any(|(is, says)| is == status && says.contains(words)), "{check}: {found:?}");
}

/// An address that is free now.
fn free() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[tokio::test]
async fn a_server_at_work_is_well() {
    let place = Place::empty();
    let serving = place.serve().await;
    place.run(&["admin", "agency", "create", "Acme", "--email", "ada@example.com"]).await.done();
    let addr = serving.url.trim_start_matches("http://").to_owned();
    let place = place.with("LEADWIRE_SERVER__ADDR", addr);
    let ran = place.run(&["doctor", "--json"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for check in [
        "settings",
        "port",
        "folder",
        "keys",
        "database",
        "schema",
        "clock",
        "workers",
        "tasks",
        "people",
        "providers",
    ] {
        let found = about(&ran, check);
        assert!(!found.is_empty() && found.iter().all(|(status, _)| status == "ok"), "{check}: {found:?}");
    }
    let lines = place.run(&["doctor", "--probe"]).await.done();
    assert!(lines.lines().all(|line| line.starts_with("ok ")), "{lines}");
    serving.stop().await;
}

#[tokio::test]
async fn without_a_server_it_says_that_nobody_works() {
    let place = Place::installed().await.with("LEADWIRE_SERVER__ADDR", free());
    let ran = place.run(&["doctor", "--json"]).await;
    assert_eq!(ran.code, Some(0), "warnings are no failure: {ran:?}");
    assert_says(&ran, "workers", "warning", "leadwire work");
    assert_says(&ran, "people", "warning", "leadwire admin agency create");
}

#[tokio::test]
async fn what_is_held_back_or_not_due_yet_is_not_late() {
    let place = Place::installed().await.with("LEADWIRE_SERVER__ADDR", free());
    place.run(&["admin", "agency", "create", "Acme", "--email", "ada@example.com"]).await.done();
    place.sql().await.execute("DELETE FROM background_task").await.unwrap();
    let task = |number: u32, status: &str, due: &str| {
        format!(
            "INSERT INTO background_task (id, agency_id, lane, kind, status, run_at, created_at, updated_at)
             SELECT x'019a000000007000800000000000000{number}', id, 'default', 'jobs.start', '{status}',
                    strftime('%Y-%m-%dT%H:%M:%S+00:00', {due}), created_at, created_at FROM agency"
        )
    };
    let put = async |sql: String| {
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut place.sql().await).await.unwrap();
    };
    for waits in [
        task(1, "QUEUED", "'9964-02-22 00:00:00'"),
        task(2, "QUEUED", "'now', '+1 day'"),
        task(3, "QUEUED", "'now', '-1 minute'"),
        task(4, "DONE", "'now', '-1 day'"),
    ] {
        put(waits).await;
    }
    assert_says(&place.run(&["doctor", "--json"]).await, "tasks", "ok", "none is late");
    for late in [task(5, "QUEUED", "'now', '-600 seconds'"), task(6, "RETRYING", "'now', '-900 seconds'")] {
        put(late).await;
    }
    let ran = place.run(&["doctor", "--json"]).await;
    assert_says(&ran, "tasks", "warning", "overdue tasks: 2, the first of them for 15 minutes");
}

#[tokio::test]
async fn where_nothing_is_nothing_is_made() {
    let place = Place::empty().with("LEADWIRE_SERVER__ADDR", free());
    let ran = place.run(&["doctor", "--json"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_says(&ran, "folder", "problem", "leadwire serve");
    assert!(!place.data().exists());
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_found() {
    let place = Place::installed().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = place.with("LEADWIRE_SERVER__ADDR", taken.local_addr().unwrap().to_string());
    std::fs::set_permissions(place.data().join("keys.toml"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = place.run(&["doctor", "--json"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("2 problems"), "{}", ran.err);
    assert_says(&ran, "port", "problem", "--addr");
    assert_says(&ran, "rights", "problem", "chmod 600");

    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    place.sql().await.execute(newer).await.unwrap();
    assert_says(&place.run(&["doctor", "--json"]).await, "schema", "problem", "update leadwire");
    place.sql().await.execute("DELETE FROM seaql_migrations WHERE version LIKE 'm9999%'").await.unwrap();

    let other = Place::installed().await;
    place.write("keys.toml", &other.read("keys.toml"));
    assert_says(&place.run(&["doctor", "--json"]).await, "keys", "problem", "do not open this database");
    place.write("keys.toml", "seal = \"1:VERYSECRET");
    let ran = place.run(&["doctor", "--json"]).await;
    assert_says(&ran, "keys", "problem", "damaged");
    assert!(!ran.out.contains("VERYSECRET") && !ran.err.contains("VERYSECRET"), "{ran:?}");
}

#[tokio::test]
async fn a_setting_that_is_not_understood_is_the_first_thing_said() {
    let place = Place::installed().await;
    place.write("config.toml", "[server]\nadr = 1\n");
    let ran = place.run(&["doctor", "--json"]).await;
    assert_eq!(ran.code, Some(1));
    assert_says(&ran, "settings", "problem", "`server.adr`");
    let example = place.run(&["doctor", "--example-config"]).await.done();
    assert!(example.contains("[server]") && example.contains("addr = \"127.0.0.1:8080\""));
}

#[tokio::test]
async fn the_program_says_its_version() {
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_leadwire")).arg("--version").output().unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), format!("leadwire {}\n", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn on_postgresql_it_tells_whether_the_database_keeps_agencies_apart() {
    if backend() == DbBackend::Sqlite {
        let ran =
            Place::installed().await.with("LEADWIRE_SERVER__ADDR", free()).run(&["doctor", "--json"]).await;
        return assert!(about(&ran, "agencies").is_empty(), "there is nothing to tell of SQLite");
    }
    let database = TestDatabase::fresh().await;
    let place = Place::empty()
        .with("LEADWIRE_DATABASE__URL", database.url.clone())
        .with("LEADWIRE_SERVER__ADDR", free());
    place.run(&["migrate"]).await.done();
    let ran = place.run(&["doctor", "--json"]).await;
    assert_says(&ran, "agencies", "ok", "row-level security keeps them apart");
    let open = "ALTER TABLE lead NO FORCE ROW LEVEL SECURITY";
    database.connect().await.execute_unprepared(open).await.unwrap();
    let ran = place.run(&["doctor", "--json"]).await;
    assert_says(&ran, "agencies", "warning", "does not protect lead run leadwire migrate");
    place.run(&["migrate"]).await.done();
    let ran = place.run(&["doctor", "--json"]).await;
    assert_says(&ran, "agencies", "ok", "row-level security keeps them apart");
}
