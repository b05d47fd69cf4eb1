//! The conformance clients of `tests/clients`: Node programs that speak to a server of a test, run as they are.

use serde_json::Value;
use std::{path::PathBuf, process::Stdio};
use tokio::{process::Command, sync::OnceCell};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// Installs what the clients need, once.
async fn installed() {
    static ONCE: OnceCell<()> = OnceCell::const_new();
    ONCE.get_or_init(|| async {
        if folder().join("node_modules/graphql-http").exists() {
            return;
        }
        let done = Command::new("npm").arg("ci").current_dir(folder()).stdin(Stdio::null()).output().await;
        let done = done.expect("these tests need Node 20 and npm: `apt-get install nodejs npm`");
        assert!(
            done.status.success(),
            "`npm ci` in tests/clients: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    })
    .await;
}

/// Runs one program; its one line of JSON must say `ok`.
pub async fn run(program: &str, arguments: &[String], settings: &[(&str, String)]) -> Value {
    installed().await;
    let mut command = Command::new("node");
    command.arg(program).args(arguments).current_dir(folder()).stdin(Stdio::null()).kill_on_drop(true);
    let output = command.envs(settings.iter().map(|(name, value)| (*name, value))).output().await;
    let output = output.expect("these tests need Node 20: `apt-get install nodejs`");
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    let said: Value = serde_json::from_str(line.trim())
        .unwrap_or_else(|_| panic!("{program}: {line}{}", String::from_utf8_lossy(&output.stderr)));
    assert!(output.status.success() && said["ok"] == true, "{program}: {said:#}");
    said
}
