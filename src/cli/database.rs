//! Opening the database the settings name. What stands in the way is said in words for people, with what to do.

use crate::{
    config,
    kernel::{
        db::{Db, Pools},
        error::Error,
        trouble::Trouble,
    },
};
use anyhow::{Context, Result, bail};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use std::{
    error::Error as _,
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
    str::FromStr,
    time::Duration,
};

/// Every SQLite file begins with these bytes, but for an empty one: <https://www.sqlite.org/fileformat.html>.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// A server that lets us wait longer before it says anything does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a database is not opened, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}: {fix}")]
pub struct Refusal {
    pub says: String,
    pub fix: String,
}

impl Refusal {
    fn new(says: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { says: says.into(), fix: fix.into() }
    }
}

/// Refuses an address that is none.
pub fn check_url(url: &str) -> Result<()> {
    let read = match url.split_once(':') {
        Some(("sqlite", _)) => SqliteConnectOptions::from_str(url).map(|_| ()),
        Some(("postgres" | "postgresql", _)) => PgConnectOptions::from_str(url).map(|_| ()),
        _ => bail!("database.url: a sqlite:// or postgres:// address"),
    };
    read.map_err(|error| anyhow::anyhow!("database.url: {error}"))
}

/// Refuses what [`open`] would refuse, as far as that can be known without making anything.
pub async fn check(settings: &config::Database) -> Result<()> {
    let url = &settings.url;
    if url.is_empty() {
        return Ok(());
    }
    check_url(url)?;
    let found = match file_of(url) {
        Some(options) => check_file(options.get_filename()),
        None => answers(url).await,
    };
    found.with_context(|| cannot_open(url))
}

/// Opens the database. One that cannot be had or written is refused here.
pub async fn open(settings: &config::Database) -> Result<Db> {
    let config::Database { url, max_connections, patience_ms, statement_timeout_ms } = settings;
    if file_of(url).is_none() {
        answers(url).await.with_context(|| cannot_open(url))?;
    }
    let limits = [*patience_ms, *statement_timeout_ms].map(Duration::from_millis);
    let db = Db::connect_within(url, *max_connections, limits.into()).await;
    let db = match db {
        Ok(db) => is_writable(&db).await.map(|()| db),
        Err(error) => Err(error),
    };
    db.map_err(|error| refusal(&error, url)).with_context(|| cannot_open(url))
}

fn cannot_open(url: &str) -> String {
    format!("cannot open the database {}", redacted(url))
}

fn file_of(url: &str) -> Option<SqliteConnectOptions> {
    url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url).ok()).flatten()
}

/// A file that is not there yet is as good as an empty one.
fn check_file(file: &Path) -> Result<(), Refusal> {
    let mut start = Vec::new();
    match File::open(file).and_then(|open| open.take(MAGIC.len() as u64).read_to_end(&mut start)) {
        Ok(_) if start.is_empty() || start == MAGIC => Ok(()),
        Ok(_) => Err(no_database(&name(file))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Refusal::new(
            format!("{} cannot be read ({error})", name(file)),
            "change its owner or rights, or choose another",
        )),
    }
}

/// The pool would try for long, in silence, and then not know why it failed.
async fn answers(url: &str) -> Result<(), Refusal> {
    let wrong = |error: sqlx::Error| Refusal::new(error.to_string(), "correct database.url");
    let options = PgConnectOptions::from_str(url).map_err(wrong)?.disable_statement_logging();
    let at = match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    let silent = |why: &str| {
        Refusal::new(
            format!("the database server does not answer at {at}"),
            format!("is it running? ({why})"),
        )
    };
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Err(_) => Err(silent("no answer in 5 s")),
        Ok(Err(sqlx::Error::Io(error))) => Err(silent(&error.to_string())),
        Ok(Err(sqlx::Error::Database(error))) => Err(Refusal::new(
            format!("the database server at {at} refuses: {}", error.message()),
            "check user, password and name of the database",
        )),
        Ok(Err(error)) => Err(wrong(error)),
        Ok(Ok(session)) => {
            // It has answered; how it takes the farewell says nothing.
            let _ = session.close().await;
            Ok(())
        }
    }
}

/// Takes SQLite's one writer lock, writes, and takes it back. The lock alone is given for a file that is read-only too.
async fn is_writable(db: &Db) -> Result<(), Error> {
    if let Pools::Sqlite { write, .. } = db.pools() {
        let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("PRAGMA user_version = 1").execute(&mut *tx).await?;
        tx.rollback().await?;
    }
    Ok(())
}

/// SQLite's own words, by <https://www.sqlite.org/rescode.html>, in ours.
fn refusal(error: &Error, url: &str) -> Refusal {
    let file = file_of(url).map_or_else(|| "it".to_owned(), |options| name(options.get_filename()));
    let Error::Internal(cause) = error else { return in_trouble(error, &file) };
    let text = cause.to_string();
    let says = |words: &str| text.contains(words);
    if says("file is not a database") {
        no_database(&file)
    } else if says("unable to open database file") {
        Refusal::new(
            format!("{file} cannot be opened"),
            "make its folder, or change the owner or rights of both",
        )
    } else if says("disk image is malformed") {
        Refusal::new(format!("{file} is damaged"), "restore your backup")
    } else {
        Refusal::new(text, "check database.url, and that the database lets this user in")
    }
}

/// What the kernel takes for passing is not, where nothing has begun yet.
fn in_trouble(error: &Error, file: &str) -> Refusal {
    match Trouble::of(error) {
        Some(Trouble::ReadOnly) => {
            Refusal::new(format!("{file} cannot be written"), "change its owner or rights, or choose another")
        }
        Some(Trouble::Full) => Refusal::new(format!("{file} has no room"), "free some space on its disk"),
        Some(Trouble::Away) => Refusal::new(
            error.source().map_or_else(|| error.to_string(), ToString::to_string),
            "start the database, or check database.url",
        ),
        _ => Refusal::new("another process holds its lock", "end it, or wait until it is done"),
    }
}

fn no_database(file: &str) -> Refusal {
    Refusal::new(format!("{file} is not a SQLite database"), "restore your backup, or choose another")
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// The address without its password.
pub fn redacted(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return "(not an address)".into() };
    if parsed.password().is_some() {
        let _ = parsed.set_password(Some("***"));
    }
    parsed.into()
}
