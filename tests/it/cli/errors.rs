//! What goes wrong on somebody's first day is said so that they can mend it.

use crate::cli::support::Place;
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
async fn a_setting_nobody_knows_is_refused_by_its_name_and_source() {
    let place = Place::empty();
    place.write("config.toml", "[server]\nadr = \"127.0.0.1:0\"\n");
    place.run(&["migrate"]).await.refused(&["`server.adr` in ", "config.toml", "no such setting", "addr"]);
    place.write("config.toml", "");
    let place = place.with("LEADWIRE_QUEUE__WORKRES", "3");
    place.run(&["migrate"]).await.refused(&["`LEADWIRE_QUEUE__WORKRES`", "no such setting", "workers"]);
    let place = Place::empty().with("LEADWIRE_DATA_DIR", "elsewhere");
    place.run(&["migrate"]).await.done();
    let place = Place::empty().with("LEADWIRE_QUEUE__WORKERS", "many");
    place.run(&["migrate"]).await.refused(&["`LEADWIRE_QUEUE__WORKERS`", "a whole number"]);
    let place = Place::empty().with("LEADWIRE_KEYS__SEAL", "1234567890");
    let ran = place.run(&["migrate"]).await;
    ran.refused(&["`LEADWIRE_KEYS__SEAL`", "expected"]);
    assert!(!ran.err.contains("1234567890"), "a key is not shown: {}", ran.err);
}

#[tokio::test]
async fn the_data_folder_is_its_owners_alone() {
    let place = Place::installed().await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place.data()), 0o700);
    assert_eq!(mode(&place.data().join("keys.toml")), 0o600);
}

#[tokio::test]
async fn a_settings_file_that_is_not_there_is_named() {
    let place = Place::empty();
    let ran = place.run(&["migrate", "--config", "nope.toml"]).await;
    ran.refused(&["there is no settings file nope.toml"]);
    assert!(!ran.err.contains("os error"), "{}", ran.err);
    assert!(!place.data().exists(), "nothing was made");
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_told_what_to_stop() {
    let place = Place::empty();
    let serving = place.serve().await;
    let ran = place.run(&["serve", "--addr", "127.0.0.1:0"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("stop it first; other commands work beside it"), "{}", ran.err);
    place.run(&["admin", "agency", "list"]).await.done();
    serving.stop().await;
}

#[tokio::test]
async fn a_share_that_is_none_is_refused_before_anything_starts() {
    let place = Place::empty();
    for (command, share) in [("sandbox", "3"), ("demo", "-0.1"), ("demo", "NaN")] {
        let args = [command, &format!("--error-rate={share}")];
        let ran = place.run(&args).await;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("--error-rate") && ran.err.contains("a share from 0 to 1"), "{}", ran.err);
    }
    assert!(!place.data().exists());
}

#[tokio::test]
async fn the_sandboxs_taken_port_is_said_once() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let ran = Place::empty().run(&["sandbox", "--addr", &addr]).await;
    ran.refused(&["the sandbox cannot listen on", &addr]);
    assert_eq!(ran.err.matches("os error").count(), 1, "{}", ran.err);
}

#[tokio::test]
async fn where_everybody_is_new_the_next_step_is_named() {
    let place = Place::empty();
    std::fs::create_dir(place.data()).unwrap();
    let create = ["admin", "agency", "create", "Acme", "--email", "ada@example.com"];
    place.run(&create).await.refused(&["there is no installation in", "`leadwire migrate` first"]);
    assert!(!place.data().join("leadwire.db").exists());
    place.run(&["migrate"]).await.done();
    place.run(&create).await.done();
    let ran = place.run(&["token", "--email", "eve@example.com"]).await;
    ran.refused(&["nobody here has the address eve@example.com", "leadwire admin user list"]);
    let listed = place.run(&["source", "list"]).await.done();
    assert!(listed.contains("leadwire source add --kind APOLLO"), "{listed}");
}

#[tokio::test]
async fn a_settings_file_that_is_no_toml_is_named_by_its_line_and_not_shown() {
    let place = Place::empty();
    for text in [
        "[keys]\nseal = \"1:VERYSECRET\nhash = \"\"\n",
        "[keys]\nseal = VERYSECRET\n",
        "[providers.model]\nbase_url = \"http://x\"\napi_key = \"VERYSECRET\" oops\n",
        "[keys]\nseal = \"a\"\nseal = \"VERYSECRET\"\n",
        "[log]\nformat = \"VERYSECRET\"\n",
    ] {
        place.write("config.toml", text);
        let ran = place.run(&["migrate"]).await;
        ran.refused(&["config.toml"]);
        assert!(!ran.err.contains("VERYSECRET"), "{}", ran.err);
    }
    place.write("config.toml", "[server]\nplayground = true\naddr = \"127.0.0.1:0\n");
    place.run(&["migrate"]).await.refused(&["line 3 of ", "config.toml"]);
}
