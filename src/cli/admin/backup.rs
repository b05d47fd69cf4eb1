//! A copy of the database, taken while it is in use.

use super::args::Backup;
use crate::{
    cli::database::{self, redacted},
    config::Config,
    kernel::db::Pools,
};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// SQLite copies one moment of itself into the file. PostgreSQL has its own tool, which this names.
pub async fn run(config: &Config, args: &Backup) -> Result<()> {
    let to = &args.to;
    if !config.database.url.starts_with("sqlite:") {
        let url = redacted(&config.database.url);
        bail!(
            "PostgreSQL has its own tool for this: pg_dump --format=custom --file={} '{url}'",
            to.display()
        );
    }
    if to.exists() {
        bail!("{} exists; name a file that does not", to.display());
    }
    let aside = to.with_extension("part");
    copy(config, &aside).await.inspect_err(|_| drop(fs::remove_file(&aside)))?;
    fs::rename(&aside, to).with_context(|| format!("cannot write {}", to.display()))?;
    println!("The database is in {}.", to.display());
    println!("Keep keys.toml of the data folder too, in another place: credentials do not open without it.");
    Ok(())
}

async fn copy(config: &Config, to: &Path) -> Result<()> {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // SQLite fills an empty file and keeps its rights.
    options.open(to).with_context(|| format!("cannot write {}", to.display()))?.sync_all()?;
    let db = database::open(&config.database).await?;
    if let Pools::Sqlite { read, .. } = db.pools() {
        let name = to.to_str().context("the file's name is not UTF-8")?;
        sqlx::query("VACUUM INTO ?").bind(name).execute(read).await.context("cannot copy the database")?;
        fs::File::open(to)?.sync_all()?;
    }
    db.close().await;
    Ok(())
}
