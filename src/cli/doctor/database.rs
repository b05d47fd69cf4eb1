//! The database: reachable, of this program's schema, made with these keys, on a clock like ours?

use super::finding::Finding;
use crate::{
    cli::{
        boot::Boot,
        database::{self, Refusal, redacted},
        said,
    },
    kernel::{
        app::App,
        db::Db,
        error::Error,
        instance, node,
        wall::{self, Wall},
    },
};
use migration::{Migrator, MigratorTrait};
use sqlx::sqlite::SqliteConnectOptions;
use std::{path::PathBuf, str::FromStr};

/// What was found, and the program around it when there is something to look further at.
pub async fn look(boot: Boot) -> (Option<App>, Vec<Finding>) {
    let url = boot.config.database.url.clone();
    if let Some(file) = missing(&url) {
        let says = format!("{} is not there yet", file.display());
        return (None, vec![Finding::problem("database", says, "run leadwire serve or leadwire migrate")]);
    }
    let db = match database::open(&boot.config.database).await {
        Ok(db) => db,
        Err(error) => return (None, vec![refused(&error)]),
    };
    let mut found = vec![Finding::fine("database", format!("{} answers", redacted(&url)))];
    let is_current = match schema(&db).await {
        Ok(finding) => {
            let is_current = finding.level == super::finding::Level::Fine;
            found.push(finding);
            is_current
        }
        Err(error) => {
            found.push(Finding::problem("schema", deep(&error), "run leadwire migrate"));
            false
        }
    };
    if !is_current {
        return (None, found);
    }
    match boot.assemble(db, |_| {}).await {
        Ok(app) => {
            found.extend([keys(&app).await, clock(&app).await]);
            found.extend(apart(app.db()).await);
            (Some(app), found)
        }
        Err(error) => {
            found.push(Finding::problem("settings", said(&error), "correct the setting it names"));
            (None, found)
        }
    }
}

fn refused(error: &anyhow::Error) -> Finding {
    match error.downcast_ref::<Refusal>() {
        Some(Refusal { says, fix }) => Finding::problem("database", says, fix),
        None => Finding::problem("database", said(error), "correct database.url"),
    }
}

/// A SQLite file that opening would make.
fn missing(url: &str) -> Option<PathBuf> {
    let file = SqliteConnectOptions::from_str(url).ok()?.get_filename().to_path_buf();
    (url.starts_with("sqlite:") && !file.exists()).then_some(file)
}

async fn schema(db: &Db) -> Result<Finding, Error> {
    let version = db.schema_version().await?;
    let ours: Vec<String> = Migrator::migrations().iter().map(|change| change.name().to_owned()).collect();
    Ok(match ours.iter().position(|known| *known == version) {
        Some(at) if at + 1 == ours.len() => Finding::fine("schema", format!("{version}, this program's")),
        Some(at) => Finding::warning(
            "schema",
            format!("{version}, {} behind this program's", ours.len() - at - 1),
            "run leadwire migrate (leadwire serve does it by itself)",
        ),
        None => Finding::problem(
            "schema",
            format!("{version} is newer than this program"),
            "update leadwire on this machine",
        ),
    })
}

async fn keys(app: &App) -> Finding {
    match instance::is_marked(app).await {
        Ok(true) => Finding::fine("keys", "they open this database"),
        Ok(false) => {
            Finding::warning("keys", "the database does not know its keys yet", "run leadwire serve")
        }
        Err(error) => Finding::problem("keys", deep(&error), "see there"),
    }
}

async fn clock(app: &App) -> Finding {
    match node::check_clock(app).await {
        Ok(()) => Finding::fine("clock", "it agrees with the database's"),
        Err(error) => Finding::problem("clock", deep(&error), "let both machines follow an NTP server"),
    }
}

/// Does PostgreSQL keep agencies apart too? Without it the application's own filter does.
async fn apart(db: &Db) -> Option<Finding> {
    match wall::look(db).await {
        Ok(Wall::NotThere) => None,
        Ok(found) => Some(match wall::missing(&found) {
            None => Finding::fine("agencies", "row-level security keeps them apart too"),
            Some((says, fix)) => Finding::warning("agencies", says, fix),
        }),
        Err(error) => Some(Finding::problem("agencies", deep(&error), "see there")),
    }
}

/// An error with its cause: this is for the operator.
pub fn deep(error: &Error) -> String {
    match error {
        Error::Internal(cause) | Error::Unavailable { cause: Some(cause), .. } => cause.to_string(),
        other => other.to_string(),
    }
}
