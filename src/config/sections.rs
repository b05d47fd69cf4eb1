//! The sections, their fields and defaults. `config.example.toml` says the same in words; a test compares the two.

use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// The HTTP server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    pub addr: SocketAddr,
    /// Where the outside world finds us; for links. Empty: `http://<addr>`.
    pub public_url: String,
    /// Networks (CIDR) whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Origins that browsers may call from; empty: only our own.
    pub cors_origins: Vec<String>,
    pub request_timeout_ms: u64,
    /// How long requests are still taken after it was told to stop, while `/health/ready` says no already.
    pub stop_notice_ms: u64,
    pub body_limit_bytes: usize,
    pub introspection: Visibility,
    /// Serve GraphiQL at `/`.
    pub playground: bool,
    /// A JSON file of hash → document. With `require_documents` nothing else runs.
    pub documents_file: Option<PathBuf>,
    pub require_documents: bool,
}

impl Server {
    /// Where people find it, without a slash at the end; for links.
    #[must_use]
    pub fn base_url(&self) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{}", self.addr),
            url => url.to_owned(),
        }
    }
}

/// Who may see something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    Everyone,
    #[default]
    SignedIn,
    Nobody,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: String::new(),
            trusted_proxies: vec![],
            cors_origins: vec![],
            request_timeout_ms: 10_000,
            stop_notice_ms: 1_000,
            body_limit_bytes: 256 * 1024,
            introspection: Visibility::SignedIn,
            playground: true,
            documents_file: None,
            require_documents: false,
        }
    }
}

/// The database.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:///path/file.db` or `postgres://…`. Empty: `leadwire.db` in the data folder.
    pub url: String,
    pub max_connections: u32,
    /// How long a statement waits for a connection, and on SQLite for the writer's lock.
    pub patience_ms: u64,
    /// How long one statement may take; less than `server.request_timeout_ms`, or nobody learns why.
    pub statement_timeout_ms: u64,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: String::new(), max_connections: 16, patience_ms: 10_000, statement_timeout_ms: 8_000 }
    }
}

/// Keys, each 32 bytes in URL-safe base64 without padding. Empty: read from, or made in, the data folder.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keys {
    /// Seals secrets at rest: `1:KEY`, or `2:NEW,1:OLD` after a rotation. The first seals, all open.
    pub seal: String,
    /// Signs access tokens (Ed25519 seed).
    pub token: String,
    /// Keyed hashes.
    pub hash: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys([secret])")
    }
}

/// Signing in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Auth {
    pub access_token_seconds: u32,
    pub refresh_token_days: u32,
    /// Failed sign-ins per account in a quarter of an hour before it is blocked for as long.
    pub attempts_per_account: u32,
    /// The same per client address.
    pub attempts_per_address: u32,
    /// Anybody may found an agency.
    pub open_registration: bool,
    /// OpenID Connect issuers whose tokens are accepted for existing users.
    pub issuers: Vec<Issuer>,
}

/// One OpenID Connect issuer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Exactly as in the token's `iss`.
    pub issuer: String,
    /// What `aud` must contain.
    pub audience: String,
    /// Empty: `<issuer>/.well-known/jwks.json`.
    #[serde(default)]
    pub jwks_url: String,
    /// Accepted signature algorithms: `RS256`, `ES256`, `EdDSA` …
    #[serde(default = "default_algorithms")]
    pub algorithms: Vec<String>,
}

fn default_algorithms() -> Vec<String> {
    vec!["RS256".into()]
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            access_token_seconds: 900,
            refresh_token_days: 30,
            attempts_per_account: 10,
            attempts_per_address: 50,
            open_registration: false,
            issuers: vec![],
        }
    }
}

/// Live streams.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Live {
    pub sockets_per_user: usize,
    pub subscriptions_per_socket: usize,
    pub init_timeout_ms: u64,
    pub ping_interval_ms: u64,
    /// A socket whose client has not read for this long is closed.
    pub stalled_after_ms: u64,
    pub message_limit_bytes: usize,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            sockets_per_user: 20,
            subscriptions_per_socket: 100,
            init_timeout_ms: 5_000,
            ping_interval_ms: 20_000,
            stalled_after_ms: 300_000,
            message_limit_bytes: 64 * 1024,
        }
    }
}

/// Background tasks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Queue {
    /// Slices at work at the same time in this process; 0: `serve` runs none (`work` does).
    pub workers: usize,
    /// Finished background tasks are kept this long for those who look into what happened.
    pub keep_finished_days: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self { workers: 16, keep_finished_days: 7 }
    }
}

/// The event log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// Older events are deleted; who asks for more of them is told CURSOR_EXPIRED.
    pub retention_days: u32,
}

impl Default for Events {
    fn default() -> Self {
        Self { retention_days: 90 }
    }
}

/// The outside world.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Providers {
    /// Base URLs other than the real ones, by provider name (`apollo`): for the sandbox and for proxies.
    pub hosts: BTreeMap<String, String>,
    /// Let HTTP_API and MODEL sources reach private addresses (a model server beside us).
    pub allow_private_addresses: bool,
    /// A model for agencies that have none of their own.
    pub model: Option<Model>,
}

/// A server that speaks OpenAI's chat completions.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub base_url: String,
    pub model: String,
    #[serde(default)]
    pub api_key: String,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({} at {})", self.model, self.base_url)
    }
}

/// Logs and traces.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    pub format: LogFormat,
    /// `info`, or per module: `info,leadwire::http=debug`.
    pub filter: String,
    /// An OpenTelemetry collector (OTLP over HTTP); empty: none.
    pub otlp_endpoint: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Pretty,
    /// One JSON object per line, for machines.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Pretty,
            filter: "info,sea_orm_migration=warn,sqlx=warn".into(),
            otlp_endpoint: String::new(),
        }
    }
}
