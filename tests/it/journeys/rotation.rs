//! Keys are rotated beside a server at work: no request fails, a rotation that is killed goes on, and the old key goes.

use crate::journeys::program::Installation;
use entity::data_source;
use leadwire::{graphql::Id, sandbox::SandboxSettings};
use sea_orm::EntityTrait;
use serde_json::json;
use std::{
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

const TEST: &str = "mutation($i: DataSourceTestInput!) { dataSourceTest(input: $i) { id } }";
const KILLS: usize = 3;

fn rotate(it: &Installation) -> Child {
    Command::new(env!("CARGO_BIN_EXE_leadwire"))
        .args(["admin", "rotate-keys", "--data-dir"])
        .arg(it.folder.path())
        .args(["--database-url", &it.database.url])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn seal_keys(it: &Installation) -> Vec<u32> {
    let text = std::fs::read_to_string(it.folder.path().join("keys.toml")).expect("keys");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("seal = "))
        .expect("a line")
        .trim_matches('"')
        .to_owned();
    line.split(',').map(|part| part.split_once(':').expect("an id").0.parse().expect("a number")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_rotated_while_everything_is_in_use() {
    let mut it = Installation::new(SandboxSettings::default()).await;
    let db = it.database.connect().await;
    it.start().await;
    let sources = data_source::Entity::find().all(&db).await.expect("sources");
    let source = sources.iter().find(|row| row.credentials.is_some()).expect("one with credentials").id;
    assert_eq!(seal_keys(&it), [1]);
    let (is_over, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let asking = async {
        while !is_over.load(Ordering::Relaxed) {
            // Opens the credentials, and seals its answer; whatever fails ends the story, but for a test that still runs.
            let nth = asked.fetch_add(1, Ordering::Relaxed);
            let body = json!({ "query": TEST, "variables": { "i": { "id": Id(source).text() } } });
            let answer = it.insist(&format!("nth-{nth}"), body).await;
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            assert!(matches!(code, "" | "CONFLICT"), "{answer}");
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
    };
    let rotating = async {
        for kill in 1..=KILLS {
            let mut child = rotate(&it);
            tokio::time::sleep(Duration::from_millis(400 * kill as u64)).await;
            child.kill().expect("killed");
            child.wait().expect("gone");
        }
        let child = rotate(&it);
        let ran = tokio::task::spawn_blocking(move || child.wait_with_output())
            .await
            .expect("ran")
            .expect("output");
        is_over.store(true, Ordering::Relaxed);
        ran
    };
    let (ran, ()) = tokio::join!(rotating, asking);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(asked.load(Ordering::Relaxed) > 10);
    assert_eq!(seal_keys(&it), [2], "{}", String::from_utf8_lossy(&ran.stdout));
    for row in data_source::Entity::find().all(&db).await.expect("sources") {
        let Some(sealed) = row.credentials else { continue };
        assert_eq!((&sealed[..5], row.credentials_key_id.as_deref()), (&[1, 0, 0, 0, 2][..], Some("2")));
    }
    it.kill();
    it.start().await;
    let kept = json!({ "query": TEST, "variables": { "i": { "id": Id(source).text() } } });
    assert!(
        it.insist("nth-0", kept).await["data"]["dataSourceTest"].is_object(),
        "answers are opened with the new key"
    );
}
