//! A database of its own for every test, already migrated: SQLite, or PostgreSQL with
//! `LEADWIRE_TEST_DATABASE=postgres`. The suite runs twice, not the tests.

use crate::support::{patience::Watched, postgres};
use leadwire::kernel::db::Db;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};
use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A database that goes away with this value.
pub struct TestDatabase {
    /// Its address, as `LEADWIRE_DATABASE__URL` takes it.
    pub url: String,
    place: Place,
    _watched: Watched,
}

enum Place {
    Folder(#[expect(dead_code, reason = "held to keep the folder")] tempfile::TempDir),
    Server { name: String },
    Elsewhere,
}

/// Where the files of a system on this database lie: beside it, and gone with it.
pub fn files_of(url: &str) -> PathBuf {
    let file = url.strip_prefix("sqlite://").map(|rest| rest.trim_end_matches("?mode=rwc"));
    let folder = file.and_then(|file| Some(Path::new(file).parent()?.join("files")));
    let name = url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or_default();
    folder.unwrap_or_else(|| std::env::temp_dir().join(format!("leadwire-files-{name}")))
}

/// Databases nobody needs any more; dropped on the way to the next one, because `Drop` cannot wait.
static LEFT_BEHIND: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The database this run of the suite is about.
pub fn backend() -> DbBackend {
    match std::env::var_os("LEADWIRE_TEST_DATABASE").as_deref().and_then(|name| name.to_str()) {
        None | Some("" | "sqlite") => DbBackend::Sqlite,
        Some("postgres") => DbBackend::Postgres,
        Some(other) => panic!("LEADWIRE_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

impl TestDatabase {
    /// With every table, nothing in them.
    pub async fn fresh() -> Self {
        match backend() {
            DbBackend::Postgres => Self::on_server(Some(postgres_template().await)).await,
            _ => Self::in_folder(Some(sqlite_template().await)),
        }
    }

    /// Without a table.
    pub async fn empty() -> Self {
        match backend() {
            DbBackend::Postgres => Self::on_server(None).await,
            _ => Self::in_folder(None),
        }
    }

    /// One that somebody else made, and drops.
    pub fn elsewhere(url: &str) -> Self {
        Self { url: url.to_owned(), place: Place::Elsewhere, _watched: Watched::begin() }
    }

    /// A pool on it.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(&self.url).await
    }

    fn in_folder(template: Option<&[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("leadwire.sqlite");
        if let Some(template) = template {
            std::fs::write(&file, template).expect("written");
        }
        let url = format!("sqlite://{}?mode=rwc", file.display());
        Self { url, place: Place::Folder(folder), _watched: Watched::begin() }
    }

    async fn on_server(template: Option<&str>) -> Self {
        let name = create(template.unwrap_or("template0")).await;
        Self { url: postgres::url(&name), place: Place::Server { name }, _watched: Watched::begin() }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { name } = &self.place {
            let _ = std::fs::remove_dir_all(files_of(&self.url));
            LEFT_BEHIND.lock().expect("never poisoned").push(name.clone());
        }
    }
}

/// A new database on the server, which is rid of those that were left behind; its name.
async fn create(template: &str) -> String {
    let name = format!("test_{}", fresh_name());
    let left = std::mem::take(&mut *LEFT_BEHIND.lock().expect("never poisoned"));
    let admin = connect(&postgres::url("postgres")).await;
    for old in left {
        run(&admin, &format!("DROP DATABASE {old} WITH (FORCE)")).await;
    }
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    admin.close().await.expect("closed");
    name
}

/// A migrated database of this process that every other is a copy of.
async fn postgres_template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let name = create("template0").await;
        migrate(&postgres::url(&name)).await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

async fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = || async {
        let template = TestDatabase::in_folder(None);
        migrate(&template.url).await;
        let file = template.url.trim_start_matches("sqlite://").trim_end_matches("?mode=rwc").to_owned();
        std::fs::read(file).expect("read")
    };
    TEMPLATE.get_or_init(make).await
}

async fn migrate(url: &str) {
    let db = Db::connect(url, 2).await.expect("connected");
    leadwire::cli::migrate::migrate(&db).await.expect("migrated");
    db.close().await;
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).sqlx_logging(false);
    Database::connect(options).await.expect("connected")
}

async fn run(connection: &DatabaseConnection, statement: &str) {
    connection.execute_unprepared(statement).await.expect(statement);
}

#[expect(clippy::disallowed_methods, reason = "a name, not a row's id")]
fn fresh_name() -> String {
    Uuid::new_v4().simple().to_string()
}
