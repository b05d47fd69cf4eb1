//! From settings to a running [`App`]: the one place where its parts are put together.

use super::{admin::rotate, args::Global, data_dir::DataDir, database, demo::marker, migrate::migrate};
use crate::{
    base::{
        clock::{SharedClock, SystemClock},
        random::Random,
    },
    config::{self, Config},
    connections, hooks,
    identity::{self, users::password::PasswordCost},
    kernel::{
        app::{App, Extras, Parts},
        db::Db,
        error::Error,
        instance,
        keys::Keys,
        live::{hint::Hints, tails::Tails},
        provider,
        queue::{Driver, River},
        seal::Sealer,
        telemetry, wall,
        wiring::Wiring,
    },
    sandbox::{RunningSandbox, Sandbox, SandboxSettings},
    schema,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Settings read, data folder found, keys at hand; nothing opened yet.
pub struct Boot {
    pub config: Config,
    /// `None` when database and keys come from settings: then nothing is written here.
    pub data_dir: Option<DataDir>,
    /// What this folder's sandbox is like; `None`: no sandbox, the real providers.
    pub sandbox: Option<SandboxSettings>,
    /// Are the keys the data folder's?
    pub has_own_keys: bool,
    keys: Keys,
    random: Random,
}

impl Boot {
    /// Reads settings, and makes what is missing in the data folder. `flags` are what the command line says, in the
    /// shape of the settings file.
    pub fn read(global: &Global, flags: Value) -> Result<Self> {
        let random = Random::system();
        Self::of(global, flags, DataDir::open, |folder, _| folder.keys(&random))
    }

    /// The same where the database can be had; where it cannot, nothing is made.
    pub async fn ready(global: &Global, flags: Value) -> Result<Self> {
        let (config, _) = settings(global, flags.clone())?;
        database::check(&config.database).await?;
        Self::read(global, flags)
    }

    /// The same for an installation that exists: nothing is made. Logs say only what is wrong.
    pub fn existing(global: &Global) -> Result<Self> {
        let quiet = json!({ "log": { "filter": "warn,leadwire=error" } });
        Self::of(global, quiet, DataDir::existing, |folder, holds_database| match holds_database {
            true => folder.installed_keys(),
            false => folder.existing_keys(),
        })
    }

    fn of(
        global: &Global,
        flags: Value,
        open: impl Fn(&Path) -> Result<DataDir>,
        keys: impl Fn(&DataDir, bool) -> Result<config::Keys>,
    ) -> Result<Self> {
        let (mut config, folder) = settings(global, flags)?;
        telemetry::start(&config.log).context("the settings are not right")?;
        let holds_database = config.database.url.is_empty();
        if !holds_database {
            database::check_url(&config.database.url)?;
        }
        let data_dir = needs_folder(&config).then(|| open(&folder)).transpose()?;
        let has_own_keys = has_no_keys(&config);
        if let Some(folder) = &data_dir {
            folder.check_writable()?;
            if has_own_keys {
                config.keys = keys(folder, holds_database)?;
            }
            if holds_database {
                config.database.url = folder.database_url();
            }
        }
        if config.files.dir.as_os_str().is_empty() {
            let home = data_dir.as_ref().map_or(folder.as_path(), DataDir::path);
            config.files.dir = std::path::absolute(home)?.join("files");
        }
        let mut keys = Keys::parse(&config.keys).context("the keys are not right")?;
        if let Some(folder) = data_dir.clone().filter(|_| has_own_keys) {
            keys = keys.following(move || folder.stored_keys().ok().flatten());
        }
        // A folder made by `demo` never reaches a real provider, whatever command opens it.
        let sandbox = data_dir.as_ref().is_some_and(marker::is_demo).then(SandboxSettings::default);
        Ok(Self { config, data_dir, sandbox, has_own_keys, keys, random: Random::system() })
    }

    /// Opens the database, brings it to this program's schema, and puts everything together.
    pub async fn app(self) -> Result<App> {
        self.app_with(|_| {}).await
    }

    /// The same with further duties, for programs that measure or test.
    pub async fn app_with(self, more: impl FnOnce(&mut Wiring)) -> Result<App> {
        let db = database::open(&self.config.database).await?;
        migrate(&db).await.map_err(|error| match error {
            Error::Conflict { .. } => anyhow::Error::new(error),
            other => anyhow::Error::new(other).context("cannot bring the database to this program's schema"),
        })?;
        if let Some((says, fix)) = wall::missing(&wall::look(&db).await?) {
            tracing::warn!("{says}: {fix}");
        }
        let app = self.assemble(db, more).await?;
        instance::check_keys(&app).await?;
        Ok(app)
    }

    /// Puts everything together around a database that is open, whatever its schema.
    pub async fn assemble(self, db: Db, more: impl FnOnce(&mut Wiring)) -> Result<App> {
        let mut wiring = schema::wiring();
        more(&mut wiring);
        let mut config = self.config;
        let mut extras = connections::install(identity::install(Extras::default(), PasswordCost::owasp()));
        let clock: SharedClock = Arc::new(SystemClock);
        hooks::reset::check(&config.password_reset).context("the settings are not right")?;
        extras = hooks::install(extras, &config.webhooks, &self.random, &clock);
        if let Some(settings) = self.sandbox {
            let sandbox = Sandbox::start(settings).await.context("cannot start the sandbox")?;
            point_at(&mut config, &sandbox)?;
            extras = extras.with(sandbox);
        }
        let hints = Hints::default();
        hints.connect(&db);
        let keys = Arc::new(self.keys);
        if self.has_own_keys {
            tokio::spawn(rotate::follow(Arc::downgrade(&keys)));
        }
        let connectors = provider::connectors(&config.providers, &db, &clock, &self.random)
            .context("the settings of the providers are not right")?;
        Ok(App::new(Parts {
            driver: Driver::River(River::on(&db)),
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

/// The settings of this command, and the data folder it is about (which need not exist).
pub fn settings(global: &Global, mut flags: Value) -> Result<(Config, PathBuf)> {
    let folder = DataDir::chosen(global.data_dir.as_deref());
    let beside = folder.join("config.toml");
    let file = global.config.clone().or_else(|| beside.exists().then_some(beside));
    if let Some(url) = &global.database_url {
        flags["database"] = json!({ "url": url });
    }
    let config = config::load(file.as_deref(), &flags).context("the settings are not right")?;
    Ok((config, folder))
}

/// Does anything of this come from the data folder?
#[must_use]
pub fn needs_folder(config: &Config) -> bool {
    config.database.url.is_empty() || has_no_keys(config)
}

/// Do the keys come from the data folder?
#[must_use]
pub fn has_no_keys(config: &Config) -> bool {
    config.keys == config::Keys::default()
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
