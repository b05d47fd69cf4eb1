//! An installation to be maltreated: a fresh database, a folder with settings and keys, agencies, and an `App` of our own on
//! it, by which the harness gives commands and looks.

use crate::app;
use anyhow::{Context, Result, bail};
use entity::ids::{AgencyId, WorkspaceId};
use leadwire::{
    base::{random::Random, secret::ExposeSecret},
    cli::{Global, boot::Boot},
    identity::{
        setup::admin::{agency_create, operator_in, sign_in},
        users::NewUser,
    },
    kernel::{app::App, scope::Scope},
};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use std::{
    fmt,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" => Ok(Self::Postgres),
            other => bail!("no database is called {other}; there are sqlite and postgres"),
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// One agency, and the harness's right to act in it.
#[derive(Clone)]
pub struct Desk {
    pub agency: AgencyId,
    pub workspace: WorkspaceId,
    pub slug: String,
    pub scope: Scope,
}

pub struct Place {
    pub backend: Backend,
    pub url: String,
    pub folder: tempfile::TempDir,
    pub app: App,
    pub desks: Vec<Desk>,
    /// An admin of every agency.
    pub token: String,
    /// For looking at rows, whoever's they are.
    pub rows: DatabaseConnection,
}

const EMAIL: &str = "ada@soak.example";

impl Place {
    pub async fn new(backend: Backend, agencies: usize) -> Result<Self> {
        Self::with(backend, agencies, "").await
    }

    /// With these further lines in the settings file.
    pub async fn with(backend: Backend, agencies: usize, settings: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = database(backend, folder.path()).await?;
        std::fs::write(folder.path().join("config.toml"), format!("{BASE}{settings}"))?;
        let app = open(&url, folder.path()).await?;
        let mut desks = vec![];
        for number in 0..agencies {
            desks.push(desk(&app, number).await?);
        }
        let token = sign_in(&app, EMAIL).await?.access.expose_secret().to_owned();
        let mut options = ConnectOptions::new(&url);
        options.max_connections(4).sqlx_logging(false).acquire_timeout(Duration::from_secs(30));
        let rows = Database::connect(options).await?;
        Ok(Self { backend, url, folder, app, desks, token, rows })
    }

    /// How many worker processes there can be: SQLite has one.
    pub fn workers(&self) -> usize {
        match self.backend {
            Backend::Sqlite => 1,
            Backend::Postgres => 3,
        }
    }

    pub fn random(&self) -> Random {
        self.app.random().clone()
    }

    /// One of the agencies, in turn.
    pub fn desk(&self, number: usize) -> &Desk {
        &self.desks[number % self.desks.len()]
    }
}

/// What every process of a place is set to.
const BASE: &str = "[auth]\naccess_token_seconds = 86400\n\n[limits]\ncost_per_minute = 1000000000\n\n[live]\nsockets_per_user = 1000\n\n";

async fn database(backend: Backend, folder: &Path) -> Result<String> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    match backend {
        Backend::Sqlite => Ok(format!("sqlite://{}", folder.join("soak.db").display())),
        Backend::Postgres => app::database(&format!("soak_{number}")).await,
    }
}

/// An `App` on that database, which can book the tests' own duties.
pub async fn open(url: &str, folder: &Path) -> Result<App> {
    let global =
        Global { database_url: Some(url.to_owned()), data_dir: Some(folder.to_owned()), ..Global::default() };
    let flags = serde_json::json!({ "log": { "filter": "error" } });
    Boot::read(&global, flags)?.app_with(crate::soak::wire).await
}

async fn desk(app: &App, number: usize) -> Result<Desk> {
    let new = NewUser {
        email: EMAIL.into(),
        name: "Ada".into(),
        password: "a long enough password for a soak".to_owned().into(),
        is_super_admin: false,
    };
    let slug = format!("agency-{number}");
    let founded = agency_create(app, &format!("Agency {number}"), Some(slug.clone()), new)
        .await
        .context("an agency")?;
    Ok(Desk {
        agency: founded.agency.id,
        workspace: founded.workspace.id,
        slug,
        scope: operator_in(&founded.agency),
    })
}
