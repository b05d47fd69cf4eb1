//! From settings to a running [`App`]: the one place where its parts are put together.

use super::{args::Global, data_dir::DataDir, demo::marker, migrate::migrate};
use crate::{
    base::{
        clock::{SharedClock, SystemClock},
        random::Random,
    },
    config::{self, Config},
    connections,
    identity::{self, users::password::PasswordCost},
    kernel::{
        app::{App, Extras, Parts},
        db::Db,
        keys::Keys,
        live::{hint::Hints, tails::Tails},
        provider,
        queue::{Driver, river_client},
        seal::Sealer,
        telemetry,
        wiring::Wiring,
    },
    sandbox::{RunningSandbox, Sandbox, SandboxSettings},
    schema,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// Settings read, data folder found, keys at hand; nothing opened yet.
pub struct Boot {
    pub config: Config,
    /// `None` when database and keys come from settings: then nothing is written here.
    pub data_dir: Option<DataDir>,
    /// What this folder's sandbox is like; `None`: no sandbox, the real providers.
    pub sandbox: Option<SandboxSettings>,
    keys: Keys,
    random: Random,
}

impl Boot {
    /// Reads settings. `flags` are what the command line says, in the shape of the settings file.
    pub fn read(global: &Global, flags: Value) -> Result<Self> {
        let folder = DataDir::chosen(global.data_dir.as_deref());
        let file = settings_file(global, &folder);
        let mut flags = flags;
        if let Some(url) = &global.database_url {
            flags["database"] = json!({ "url": url });
        }
        let mut config = config::load(file.as_deref(), &flags).context("the settings are not right")?;
        telemetry::start(config.log.format, &config.log.filter);
        let random = Random::system();
        let needs_folder = config.database.url.is_empty() || config.keys == config::Keys::default();
        let data_dir = needs_folder.then(|| DataDir::open(&folder)).transpose()?;
        if let Some(folder) = &data_dir {
            folder.check_writable()?;
            if config.keys == config::Keys::default() {
                config.keys = folder.keys(&random)?;
            }
            if config.database.url.is_empty() {
                config.database.url = folder.database_url();
            }
        }
        let keys = Keys::parse(&config.keys).context("the keys are not right")?;
        // A folder made by `demo` never reaches a real provider, whatever command opens it.
        let sandbox = data_dir.as_ref().is_some_and(marker::is_demo).then(SandboxSettings::default);
        Ok(Self { config, data_dir, sandbox, keys, random })
    }

    /// Opens the database, brings it to this program's schema, and puts everything together.
    pub async fn app(self) -> Result<App> {
        self.app_with(|_| {}).await
    }

    /// The same with further duties, for programs that measure or test.
    pub async fn app_with(self, more: impl FnOnce(&mut Wiring)) -> Result<App> {
        let mut wiring = schema::wiring();
        more(&mut wiring);
        let mut config = self.config;
        let mut extras = connections::install(identity::install(Extras::default(), PasswordCost::owasp()));
        if let Some(settings) = self.sandbox {
            let sandbox = Sandbox::start(settings).await.context("cannot start the sandbox")?;
            point_at(&mut config, &sandbox)?;
            extras = extras.with(sandbox);
        }
        let db = Db::connect(&config.database.url, config.database.max_connections)
            .await
            .with_context(|| format!("cannot open the database {}", redacted(&config.database.url)))?;
        migrate(&db).await.context("cannot bring the database to this program's schema")?;
        let hints = Hints::default();
        hints.connect(&db);
        let keys = Arc::new(self.keys);
        let clock: SharedClock = Arc::new(SystemClock);
        let connectors = provider::connectors(&config.providers, &db, &clock, &self.random)
            .context("the settings of the providers are not right")?;
        Ok(App::new(Parts {
            driver: Driver::River(river_client(&db)?),
            sealer: Sealer::new(keys.clone(), self.random.clone()),
            clock,
            connectors,
            random: self.random,
            wiring,
            tails: Tails::default(),
            config: Arc::new(config),
            extras,
            hints,
            keys,
            db,
        }))
    }
}

/// Every provider's address becomes the sandbox's.
fn point_at(config: &mut Config, sandbox: &RunningSandbox) -> Result<()> {
    config.providers.hosts = sandbox_hosts(sandbox)?;
    config.providers.allow_private_addresses = true;
    Ok(())
}

/// The sandbox's addresses as the settings file names them.
pub fn sandbox_hosts(sandbox: &RunningSandbox) -> Result<BTreeMap<String, String>> {
    Ok(serde_json::from_value(serde_json::to_value(sandbox.hosts()?)?)?)
}

fn settings_file(global: &Global, folder: &std::path::Path) -> Option<PathBuf> {
    let beside = folder.join("config.toml");
    global.config.clone().or_else(|| beside.exists().then_some(beside))
}

/// The address without its password.
fn redacted(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return "(not an address)".into() };
    if parsed.password().is_some() {
        let _ = parsed.set_password(Some("…"));
    }
    parsed.into()
}
