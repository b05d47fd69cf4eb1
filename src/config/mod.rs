//! Settings: read once, passed down; nobody else reads the environment. One struct per section.
//!
//! Defaults < file (`config.toml`) < environment (`LEADWIRE_SECTION__FIELD`) < flags; an unknown key is refused by name.

mod files;
mod limits;
mod load;
mod password_reset;
mod sections;
mod webhooks;

pub use files::Files;
pub use limits::Limits;
pub use load::{SettingsError, load};
pub use password_reset::PasswordReset;
pub use sections::{
    Auth, Database, Events, Issuer, Keys, Live, Log, LogFormat, Model, Providers, Queue, Server, Visibility,
};
pub use webhooks::Webhooks;

use serde::{Deserialize, Serialize};

/// Every setting of one process.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub keys: Keys,
    pub auth: Auth,
    pub password_reset: PasswordReset,
    pub limits: Limits,
    pub live: Live,
    pub queue: Queue,
    pub events: Events,
    pub files: Files,
    pub providers: Providers,
    pub webhooks: Webhooks,
    pub log: Log,
}

/// Every setting with its default and what it is for: `config.example.toml`.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");
