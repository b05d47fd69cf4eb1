//! The real binary as a child process: started in a folder of its own, killed without warning, started again.

use crate::support::database::TestDatabase;
use leadwire::{
    cli::{Global, boot::Boot},
    kernel::app::App,
    sandbox::{RunningSandbox, Sandbox, SandboxSettings},
};
use serde_json::{Value, json};
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

/// An installation: folder, database, sandbox, and the address it is served at.
pub struct Installation {
    pub folder: tempfile::TempDir,
    pub database: TestDatabase,
    pub sandbox: RunningSandbox,
    pub addr: SocketAddr,
    pub token: String,
    serving: Option<Child>,
    http: reqwest::Client,
}

/// An address nobody is given by the system: between two starts of a server, whoever asks for any free port could get it.
fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 10_000).expect("small");
    let port = |n: u16| 20_000 + (first + n) % 12_000;
    let tried = std::iter::repeat_with(|| port(NEXT.fetch_add(1, Ordering::Relaxed))).take(12_000);
    let mut bound = tried.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    bound.find(|addr| TcpListener::bind(addr).is_ok()).expect("a free port")
}

impl Installation {
    /// With an agency, its admin and a source of each kind; nothing is served yet.
    pub async fn new(sandbox: SandboxSettings) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let database = TestDatabase::fresh().await;
        let sandbox = Sandbox::start(sandbox).await.expect("the sandbox starts");
        let folder = tempfile::tempdir().expect("a folder");
        write_settings(folder.path(), &sandbox);
        let free = free_address();
        #[expect(clippy::disallowed_methods, reason = "the test is a client from outside")]
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build().expect("a client");
        let mut made =
            Self { folder, database, sandbox, addr: free, token: String::new(), serving: None, http };
        made.token = made.furnish().await;
        made
    }

    /// An [`App`] on the same database with the same keys, for what has no API and for looking at rows.
    pub async fn app(&self) -> App {
        let global = Global {
            data_dir: Some(self.folder.path().to_owned()),
            database_url: Some(self.database.url.clone()),
            ..Global::default()
        };
        let quiet = json!({ "log": { "filter": "error" } });
        Boot::read(&global, quiet).expect("settings").app().await.expect("an app")
    }

    async fn furnish(&self) -> String {
        let app = self.app().await;
        let token = seed(&app).await;
        app.db().close().await;
        token
    }

    /// Starts the server and waits until it answers.
    pub async fn start(&mut self) -> Duration {
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_leadwire"))
            .arg("serve")
            .args(["--addr", &self.addr.to_string()])
            .arg("--data-dir")
            .arg(self.folder.path())
            .args(["--database-url", &self.database.url])
            .env("LEADWIRE_LOG__FILTER", "warn")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        self.serving = Some(child);
        while self.http.get(format!("http://{}/health/ready", self.addr)).send().await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(60), "the server does not answer");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        began.elapsed()
    }

    /// SIGKILL: no good-bye.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.serving.take() {
            child.kill().expect("killed");
            child.wait().expect("gone");
        }
    }

    /// Asks the served API; the `data`, or a panic.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let url = format!("http://{}/graphql", self.addr);
        let answer = self.http.post(url).bearer_auth(&self.token).json(&body).send().await.expect("answered");
        let answer: Value = answer.json().await.expect("JSON");
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].clone()
    }

    /// Sends a request under an idempotency key; `None`: there was no answer.
    pub async fn send(&self, key: &str, body: Value) -> Option<Value> {
        let url = format!("http://{}/graphql", self.addr);
        let request = self.http.post(url).bearer_auth(&self.token).header("idempotency-key", key).json(&body);
        request.send().await.ok()?.json().await.ok()
    }

    /// The same, sent again until there is an answer, as a client does whose connection broke.
    pub async fn insist(&self, key: &str, body: Value) -> Value {
        for _ in 0..10 {
            if let Some(answer) = self.send(key, body.clone()).await {
                return answer;
            }
        }
        panic!("no answer to {body}");
    }

    /// What the sandbox counted.
    pub async fn calls(&self) -> Value {
        let url = format!("{}/_sandbox/calls", self.sandbox.url());
        self.http.get(url).send().await.expect("answered").json().await.expect("JSON")
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.kill();
    }
}

fn write_settings(folder: &Path, sandbox: &RunningSandbox) {
    let hosts = leadwire::cli::boot::sandbox_hosts(sandbox).expect("addresses");
    let mut text = String::from(
        "[auth]\naccess_token_seconds = 86400\n\n[providers]\nallow_private_addresses = true\n\n[providers.hosts]\n",
    );
    for (name, address) in hosts {
        text.push_str(&format!("{name} = \"{address}\"\n"));
    }
    fs::write(folder.join("config.toml"), text).expect("written");
}

/// An agency with the demo's sources; the admin's token.
pub async fn seed(app: &App) -> String {
    leadwire::cli::demo::furnish(app, "crash test password").await.expect("furnished")
}
