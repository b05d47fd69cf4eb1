//! What the operator does on the machine, also while a server works on the same folder.

use crate::cli::support::Place;
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};

const ADA: [&str; 4] = ["--email", "ada@example.com", "--person", "Ada"];

/// Founds Acme and gives what was printed.
async fn found(place: &Place) -> String {
    place.run(&[&["admin", "agency", "create", "Acme"][..], &ADA, &["--super-admin"]].concat()).await.done()
}

fn password(printed: &str) -> String {
    let line = printed.lines().find_map(|line| line.strip_prefix("Password: ")).expect("a password");
    line.split_whitespace().next().unwrap().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "the test is a client from outside")]
async fn ask(url: &str, headers: &[(&str, &str)], query: &str) -> Value {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut ask =
        reqwest::Client::new().post(format!("{url}/graphql")).header("content-type", "application/json");
    for (name, value) in headers {
        ask = ask.header(*name, *value);
    }
    let text = ask.body(json!({ "query": query }).to_string()).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
}

#[tokio::test]
async fn from_nothing_to_a_signed_in_script_beside_a_server_at_work() {
    let place = Place::empty();
    let serving = place.serve().await;
    let said = serving.said.join("\n");
    assert!(said.contains(&format!("{}/setup?token=lws_", serving.url)), "{said}");
    assert!(said.contains("leadwire admin agency create"), "{said}");

    let printed = found(&place).await;
    assert!(printed.contains("Agency Acme (acme) with admin ada@example.com"), "{printed}");
    let sign_in = format!(
        "mutation {{ sessionCreate(input: {{ email: \"ada@example.com\", password: \"{}\" }}) {{ accessToken }} }}",
        password(&printed)
    );
    let signed_in = ask(&serving.url, &[], &sign_in).await;
    assert!(signed_in["data"]["sessionCreate"]["accessToken"].is_string(), "{signed_in}");

    let token = place.run(&["token", "--email", "Ada@Example.com"]).await.done();
    let bearer = format!("Bearer {}", token.trim());
    let viewer = ask(&serving.url, &[("authorization", &bearer)], "{ viewer { user { email } } }").await;
    assert_eq!(viewer["data"]["viewer"]["user"]["email"], "ada@example.com", "{viewer}");

    let key = ["admin", "key", "create", "--agency", "acme", "--name", "CI", "--scope", "read"];
    let key = place.run(&key).await.done();
    assert!(key.starts_with("lw_") && key.lines().count() == 1, "the key alone: {key}");
    let found = ask(&serving.url, &[("x-api-key", key.trim())], "{ workspaces { nodes { name } } }").await;
    assert_eq!(found["data"]["workspaces"]["nodes"][0]["name"], "Acme", "{found}");

    place.run(&["admin", "agency", "list"]).await.done().find("acme").expect("listed");
    let again = place.run(&[&["admin", "agency", "create", "Bcme"][..], &ADA].concat()).await.done();
    assert!(!again.contains("Password:"), "she has one: {again}");
    let people = place.run(&["admin", "user", "list"]).await.done();
    for word in ["ada@example.com", "super admin", "acme (AGENCY_ADMIN)", "bcme (AGENCY_ADMIN)"] {
        assert!(people.contains(word), "no {word} in {people}");
    }
    serving.stop().await;
    let serving = place.serve().await;
    assert!(!serving.said.join("\n").contains("/setup?token="), "somebody can sign in now");
}

#[tokio::test]
async fn a_password_is_reset_and_old_sessions_end() {
    let place = Place::installed().await;
    found(&place).await;
    let token = place.run(&["token", "--email", "ada@example.com"]).await.done();
    let reset = ["admin", "user", "reset-password", "--email", "ada@example.com", "--password-stdin"];
    place.run_with(&reset, "short\n").await.refused(&["12 to"]);
    let said = place.run_with(&reset, "a much better password\n").await.done();
    assert!(!said.contains("much better"), "it is known already: {said}");

    let serving = place.serve().await;
    let bearer = format!("Bearer {}", token.trim());
    let over = ask(&serving.url, &[("authorization", &bearer)], "{ viewer { email } }").await;
    assert_eq!(over["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{over}");
    let sign_in = "mutation { sessionCreate(input: { email: \"ada@example.com\", password: \"a much better password\" }) { expiresAt } }";
    let signed_in = ask(&serving.url, &[], sign_in).await;
    assert!(signed_in["errors"].is_null(), "{signed_in}");
}

#[tokio::test]
async fn a_source_is_added_in_an_admins_name_and_its_key_is_shown_nowhere() {
    let place = Place::installed().await;
    found(&place).await;
    let add = ["source", "add", "--kind", "hunter", "--name", "Hunter"];
    let added = place.run_with(&add, r#"{"apiKey":"VERYSECRET"}"#).await;
    assert!(!added.err.contains("VERYSECRET"), "{}", added.err);
    let added = added.done();
    assert!(added.contains("Hunter source_") && !added.contains("VERYSECRET"), "{added}");
    let listed = place.run(&["source", "list", "--as", "ada@example.com", "--agency", "acme"]).await.done();
    assert!(
        listed.contains("HUNTER") && listed.contains("ACTIVE") && !listed.contains("VERYSECRET"),
        "{listed}"
    );

    let bad = place.run_with(&add, r#"{"apiKey":"VERYSECRET","extra":1}"#).await;
    bad.refused(&["error: credentials.extra"]);
    assert!(!bad.err.contains("VERYSECRET"), "{}", bad.err);
    place.run_with(&add, "VERYSECRET").await.refused(&["JSON object"]);
    place
        .run(&["source", "list", "--as", "nobody@example.com"])
        .await
        .refused(&["nobody here has the address"]);
    place.run(&["source", "test", "Nothing"]).await.refused(&["no data source is called Nothing"]);

    found_second(&place).await;
    place.run(&["source", "list"]).await.refused(&["--as EMAIL"]);
    let theirs = place.run(&["source", "list", "--as", "bo@example.com"]).await.done();
    assert!(!theirs.contains("HUNTER"), "another agency's: {theirs}");
    place
        .run(&["source", "list", "--as", "bo@example.com", "--agency", "acme"])
        .await
        .refused(&["No such agency"]);
}

async fn found_second(place: &Place) {
    place.run(&["admin", "agency", "create", "Bcme", "--email", "bo@example.com"]).await.done();
}

#[tokio::test]
async fn a_backup_taken_while_serving_is_whole() {
    let place = Place::empty();
    let serving = place.serve().await;
    found(&place).await;
    let file = place.data().join("backup.db");
    place.run(&["admin", "backup", "--to", file.to_str().unwrap()]).await.done();
    place.run(&["admin", "backup", "--to", file.to_str().unwrap()]).await.refused(&["exists"]);
    let mut copy = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let row = sqlx::query("SELECT slug FROM agency").fetch_one(&mut copy).await.unwrap();
    assert_eq!(row.get::<String, _>(0), "acme");
    let whole = sqlx::query("PRAGMA integrity_check").fetch_one(&mut copy).await.unwrap();
    assert_eq!(whole.get::<String, _>(0), "ok");
    assert!(!place.data().join("backup.part").exists());
    serving.stop().await;
}

#[tokio::test]
async fn nothing_is_made_where_there_is_no_installation() {
    let place = Place::empty();
    for args in
        [&["token", "--email", "ada@example.com"][..], &["admin", "agency", "list"], &["source", "list"]]
    {
        place.run(args).await.refused(&["no installation", "leadwire serve"]);
    }
    assert!(!place.data().exists());
    let place = place.with("LEADWIRE_DATABASE__URL", "postgres://leadwire:hunter2@db.internal/leadwire");
    let place = place.with("LEADWIRE_KEYS__SEAL", format!("1:{}", "A".repeat(43)));
    let place =
        place.with("LEADWIRE_KEYS__TOKEN", "A".repeat(43)).with("LEADWIRE_KEYS__HASH", "A".repeat(43));
    place.run(&["token", "--email", "ada@example.com"]).await.refused(&["data folder", "API key"]);
    let backup = place.run(&["admin", "backup", "--to", "x.dump"]).await;
    backup.refused(&["pg_dump --format=custom --file=x.dump 'postgres://leadwire:"]);
    assert!(!backup.err.contains("hunter2"));
}
