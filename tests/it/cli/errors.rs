//! What goes wrong on somebody's first day is said so that they can mend it.

use crate::cli::support::Place;
use sqlx::Executor;
use std::{net::TcpListener, os::unix::fs::PermissionsExt, path::Path};

#[tokio::test]
async fn a_taken_port_is_named_and_nothing_is_made() {
    let place = Place::empty();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let ran = place.run(&["serve", "--addr", &addr]).await;
    ran.refused(&["cannot listen on", &addr, "--addr"]);
    assert!(!place.data().join("leadwire.db").exists(), "no database was made");
}

#[tokio::test]
async fn a_database_somebody_keeps_locked_is_not_waited_for_in_silence() {
    let place = Place::installed().await.with("LEADWIRE_DATABASE__PATIENCE_MS", "100");
    let mut other = place.sql().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    ran.refused(&["cannot open the database", "leadwire.db", "another process holds its lock"]);
    other.execute("ROLLBACK").await.unwrap();
    place.run(&["migrate"]).await.done();
}

#[tokio::test]
async fn keys_of_another_installation_do_not_open_this_database() {
    let (place, other) = (Place::installed().await, Place::installed().await);
    let (ours, theirs) = (place.read("keys.toml"), other.read("keys.toml"));
    place.write("keys.toml", &theirs);
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    ran.refused(&["do not open this database", "keys.toml", "LEADWIRE_KEYS__SEAL"]);

    let hash = |keys: &str| keys.lines().find(|line| line.starts_with("hash")).unwrap().to_owned();
    place.write("keys.toml", &ours.replace(&hash(&ours), &hash(&theirs)));
    place.run(&["migrate"]).await.refused(&["do not open this database", "LEADWIRE_KEYS__HASH"]);

    place.write("keys.toml", &ours);
    place.run(&["migrate"]).await.done();
}

#[tokio::test]
async fn a_database_without_its_keys_gets_no_new_ones() {
    let place = Place::installed().await;
    std::fs::remove_file(place.data().join("keys.toml")).unwrap();
    place.run(&["migrate"]).await.refused(&["keys.toml is missing", "restore it"]);
    assert!(!place.data().join("keys.toml").exists());
}

#[tokio::test]
async fn damaged_keys_are_named_but_never_shown() {
    let place = Place::installed().await;
    for text in [
        "seal = \"1:VERYSECRET\n",
        "seal = 1",
        "seal = \"1:VERYSECRET\"\nhash = \"\"\ntoken = \"\"",
        "sael = \"\"",
    ] {
        place.write("keys.toml", text);
        let ran = place.run(&["migrate"]).await;
        ran.refused(&["keys.toml is damaged", "restore it"]);
        assert!(!ran.err.contains("VERYSECRET"), "{}", ran.err);
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_refused() {
    let place = Place::empty();
    // The kernel's own folder refuses even root, to whom rights mean nothing.
    let sealed = Path::new("/proc/sys");
    if sealed.is_dir() {
        let ran = place.run_on(sealed, &["serve", "--addr", "127.0.0.1:0"]).await;
        ran.refused(&["/proc/sys cannot be written", "--data-dir"]);
    } else {
        std::fs::create_dir(place.data()).unwrap();
        std::fs::set_permissions(place.data(), std::fs::Permissions::from_mode(0o500)).unwrap();
        let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
        ran.refused(&["cannot be written", "--data-dir"]);
    }
}

#[tokio::test]
async fn a_file_where_the_folder_should_be_is_refused() {
    let place = Place::empty();
    std::fs::write(place.data(), "").unwrap();
    place.run(&["migrate"]).await.refused(&["is not a folder", "--data-dir"]);
}

#[tokio::test]
async fn a_schema_newer_than_the_program_is_left_alone() {
    let place = Place::installed().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_from_the_future', 0)";
    place.sql().await.execute(newer).await.unwrap();
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    ran.refused(&["made by a newer leadwire", "update the program"]);
}

#[tokio::test]
async fn a_setting_nobody_knows_is_refused_by_its_name_and_source() {
    let place = Place::empty();
    place.write("config.toml", "[server]\nadr = \"127.0.0.1:0\"\n");
    place.run(&["migrate"]).await.refused(&["unknown field", "`adr`", "config.toml"]);
    place.write("config.toml", "");
    let place = place.with("LEADWIRE_QUEUE__WORKRES", "3");
    place.run(&["migrate"]).await.refused(&["unknown field", "`workres`", "environment"]);
}

#[tokio::test]
async fn the_data_folder_is_its_owners_alone() {
    let place = Place::installed().await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.data()), 0o700);
    assert_eq!(mode(&place.data().join("keys.toml")), 0o600);
}
